// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_event.h"
#include "pages/queues/queue_row.h"
#include "pages/queues/queue_watch.h"
#include "widgets/shortcut.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAction;
class QSettings;

namespace signalbox::ui {

class DetailSplitter;
class JobActions;
class JobDetail;
class JobEditing;
class JobTabs;
class JobsBar;
class JobsFooter;
class JobsList;
class Session;
class Theme;

// The jobs of one queue: by state or by search, one of them in detail, and all that can be done with them. Main thread.
class JobsPane : public QWidget {
    Q_OBJECT
public:
    // Theme and settings must outlive it.
    JobsPane(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    void setSession(Session *session); // null: none for now; keeps what is shown
    void setActive(bool active); // looked at: what is not asks the server for nothing
    void setQueue(const QueueRow &queue); // again with newer figures as they come
    void showState(JobState state);
    void openJob(const QString &jobId);
    void addJob(); // asks for one to add
    void forget(); // another server is watched: nothing of the old one stands there
    void focusSearch();
    bool closeDetail(); // false: none was open
    QList<Shortcut> shortcuts() const;

signals:
    void queueRequested(const QString &queueId, const QString &jobId); // of a link to another queue's job
    void openLink(const QString &pageId, const QString &what);
    void toast(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build();
    void addKeys();
    void connectList();
    void connectDetail();
    void connectWatch();
    void run(); // what the tab and the bar say
    void openCurrent();
    void showCurrent();
    void showDetail(const JobRow &row);
    void hideDetail();
    void goTo(const QString &queueId, const QString &jobId);
    void takeChange(); // something was done to jobs
    void settleDetail(); // another queue is looked at
    void enable(); // what suits the jobs that are chosen
    bool isDetailOfQueue() const;
    void changeTiming();
    void showMenu(const QPoint &position);
    void sort(int column, Qt::SortOrder order);
    void runUnsorted();
    void endSearch();
    bool leave(); // false: there is nothing to leave any more
    struct JobTarget target() const;

    const Theme &m_theme;
    QSettings &m_settings;
    QPointer<Session> m_session;
    QueueRow m_queue;
    QueueWatch m_watch;
    JobTabs *m_tabs;
    JobsBar *m_bar;
    JobsList *m_list;
    JobDetail *m_detail;
    DetailSplitter *m_splitter;
    JobsFooter *m_footer;
    JobActions *m_actions;
    JobEditing *m_editing;
    QAction *m_timing;
    QTimer m_enable;
};

} // namespace signalbox::ui
