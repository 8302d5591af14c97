// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_action.h"
#include "pages/queues/job_event.h"
#include "pages/queues/job_search.h"
#include "pages/queues/jobs_source.h"
#include "pages/queues/queue_row.h"

#include <QTimer>
#include <QWidget>

class QSettings;

namespace signalbox::ui {

class JobsTable;
class PageNotice;
class StateView;

// The jobs of a state of a queue as they come, or those that a search finds. New ones wait while one has scrolled or
// selected something, and while those of the state are in another order. Main thread.
class JobsList : public QWidget {
    Q_OBJECT
public:
    // Theme and settings must outlive it.
    JobsList(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setActive(bool active);
    void setPaused(bool paused); // nothing comes in by itself
    void showJobs(const QString &queueId, JobState state, bool newestFirst);
    void search(const QString &queueId, const JobMatch &match, bool newestFirst);
    // By a column of the model; -1: as they come. False: the jobs have to be shown, or searched, anew for it.
    bool sort(int column, Qt::SortOrder order);
    void clearSort(); // of what is shown or searched next
    void forget();
    void takeRow(const QueueRow &row); // figures of the queue
    void takeEvents(const QList<JobEvent> &events, qint64 skipped);
    void reload(); // something was done to some of them
    void catchUp(); // with what nobody told of; moves nothing that is held
    void selectAllThatMatch(bool all);

    bool isSearching() const { return m_model.isFound(); }
    bool isSorted() const { return m_model.isSorted(); }
    bool allThatMatch() const { return m_allThatMatch; }
    JobTarget target() const; // what an action is for
    const JobRow *current() const; // null: none; until the model changes
    qint64 total() const { return m_model.rowCount(); }
    JobsModel &model() { return m_model; }
    JobsTable &table() { return *m_table; }
    JobsSource &source() { return m_source; }
    JobSearch &jobSearch() { return m_search; }
    StateView &states() { return *m_states; }

signals:
    void opened(); // the current one
    void chosenChanged();
    void stateChanged(); // of the loading or the search
    void actionWanted(); // of the empty state: to add a job, or to end the search

private:
    void build();
    void connectParts();
    bool isHeld() const;
    bool isWholeState() const; // that is searched, for another order
    qint64 news() const; // that are not in the list
    void fallBehind(); // something happened that nobody told of
    void follow();
    void takeSelection();
    void tellNews();
    void showNew();
    void showState();
    void showEmpty();
    void showNoneFound();
    JobTarget targetOfAll() const;
    JobTarget targetOf(const QList<int> &rows) const; // which are loaded

    const Theme &m_theme;
    QPointer<Session> m_session;
    JobsModel m_model;
    JobsSource m_source;
    JobSearch m_search;
    JobsTable *m_table;
    PageNotice *m_news;
    StateView *m_states;
    QTimer m_second;
    QString m_queueId;
    JobMatch m_match; // of the search, or of the state
    qint64 m_inState = 0; // as the feed says
    qint64 m_entered = 0; // that state, since the list was loaded
    bool m_newestFirst = true;
    bool m_behind = false; // the list is not as the server has it
    bool m_missed = false; // what was found may be otherwise by now
    bool m_allThatMatch = false;
    bool m_paused = false;
    bool m_held = false; // new ones wait
};

} // namespace signalbox::ui
