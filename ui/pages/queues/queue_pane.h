// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_connection.h"
#include "pages/queues/queue_notice.h"
#include "pages/queues/queue_row.h"
#include "widgets/shortcut.h"

#include <QPointer>
#include <QWidget>

class QSettings;
class QStackedWidget;

namespace signalbox::ui {

class JobsPane;
class NoticeBar;
class QueueActions;
class QueueHead;
class QueueOverview;
class SchedulersPane;
class Segments;
class Session;

// One queue: its jobs, how it does, its schedulers, and what one can do with it. Main thread.
class QueuePane : public QWidget {
    Q_OBJECT
public:
    // Theme, actions and settings must outlive it.
    QueuePane(const Theme &theme, QueueActions &actions, QSettings &settings, QWidget *parent = nullptr);
    ~QueuePane() override; // remembers the section

    void setSession(Session *session);
    void setActive(bool active);
    // Again with newer figures as they come. The connection is null when it is not known.
    void setQueue(const QueueRow &queue, const QueueConnection *connection, bool severalConnections);
    const QueueRow &queue() const { return m_queue; }
    void forget();

    void showJobs(std::optional<JobState> state = {});
    void openJob(const QString &jobId);
    void addJob();
    void showSection(int section);
    void focusSearch();
    QList<Shortcut> shortcuts() const; // of the part that is shown
    bool leave(); // what is open in it; false: nothing is

    enum Section : int { Jobs, Overview, Schedulers, SectionCount };

signals:
    void closed();
    void resumeAsked();
    void connectionsAsked();
    void queueRequested(const QString &queueId, const QString &jobId);
    void openLink(const QString &pageId, const QString &what);
    void toast(const QString &message);

private:
    void build();
    void connectParts();
    void run(); // what is looked at asks the server, the rest not

    QSettings &m_settings;
    QueueRow m_queue;
    QueueNotice::Action m_action = QueueNotice::Action::None; // of the notice
    bool m_active = false;
    QueueHead *m_head;
    NoticeBar *m_notice;
    Segments *m_sections;
    QStackedWidget *m_stack; // in the order of Section
    JobsPane *m_jobs;
    QueueOverview *m_overview;
    SchedulersPane *m_schedulers;
};

} // namespace signalbox::ui
