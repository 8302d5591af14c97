// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/job_details.h"

#include <QFrame>
#include <QPointer>
#include <QTimer>

class QAction;
class QTabWidget;
class QTableView;

namespace signalbox::ui {

class BodyView;
class CopyButton;
class JobData;
class JobFacts;
class JobFailures;
class JobHead;
class JobLogs;
class JobTimelineModel;
class JobTree;
class NoticeBar;
class Session;
class StateView;

// One job, whole: its data to edit, options, what happened to it, logs, stack traces, what it returned, its family.
// Follows it while it is shown. Main thread.
class JobDetail : public QFrame {
    Q_OBJECT
public:
    explicit JobDetail(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    // At once with what the list knows; the rest is loaded. While something is edited and not saved, it stays and asks.
    void showJob(const QString &queueId, const JobRow &row);
    void clear();
    void refresh();
    void edit(); // its data
    void takeNews(const QString &jobId, const QCborMap &news); // of the feed
    bool mayClose(); // false: something isn't saved, and the person is asked
    void stay(); // nobody asks it to close any more, nor for another job
    const JobRow &row() const { return m_details.row; }
    const JobDetails &details() const { return m_details; }
    bool isLoaded() const { return m_loaded; } // before that, details() has only what the list knew
    const QString &queueId() const { return m_queueId; }
    void setActions(const QList<QAction *> &actions);

signals:
    void closed(); // is asked for
    void shown(const QString &jobId); // another one
    void loaded(const signalbox::ui::JobRow &row);
    void jobAsked(const QString &queueId, const QString &jobId);
    void traceAsked(const QString &traceId);
    void toast(const QString &message);

private:
    void build();
    void makeTabs();
    QWidget *makeTimeline();
    void connectParts();
    void loadTab();
    void fill();
    void fillHeader();
    void fillTabs();
    void take(const AdminClient::Answer &answer);
    void takeDetails(const QCborMap &answer);
    void follow(const QString &link);
    void goOn(); // to what waited for the editing to end
    void tellUnsaved();

    const Theme &m_theme;
    QPointer<Session> m_session;
    QString m_queueId;
    JobDetails m_details;
    std::optional<JobRow> m_next; // wanted while something wasn't saved
    QString m_nextQueueId;
    bool m_closeNext = false;
    quint64 m_question = 0;
    bool m_loaded = false;
    QTimer m_refresh;
    JobHead *m_head;
    NoticeBar *m_unsaved;
    QTabWidget *m_tabs;
    JobData *m_data;
    JobFacts *m_facts;
    JobTimelineModel *m_timeline;
    BodyView *m_options;
    JobLogs *m_logs;
    JobFailures *m_failures;
    BodyView *m_result;
    JobTree *m_tree;
    CopyButton *m_copyTimeline;
    StateView *m_stateView;
};

} // namespace signalbox::ui
