// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/jobs_model.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

namespace signalbox::ui {

class Session;

// Fills a model with the jobs of one state of a queue, those that are looked at: one page is on its way at a time, and
// what was scrolled past meanwhile isn't asked for. Main thread.
class JobsSource : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Loading, Ready, Failed };

    static constexpr int MostWanted = JobsModel::PagesKept / 2; // others have to be looked at, too

    explicit JobsSource(JobsModel &model, QObject *parent = nullptr); // which outlives it

    void setSession(Session *session);
    void show(const QString &queueId, JobState state, bool newestFirst); // from the beginning
    void stop(); // another thing is in the model from now on
    void look(int firstRow, int lastRow); // these are on the screen
    void want(const QList<int> &pages); // these are to be here as well, and to stay
    void askAgain(); // what failed to come
    void reload(); // what is on the screen, at once
    void refresh(); // likewise, but not more often than is good for the server
    bool hold(); // what is here stays as it is, whatever is on its way for it; false: nothing was

    State state() const { return m_state; }
    const QString &error() const { return m_error; }
    JobState jobState() const { return m_jobState; }
    bool isNewestFirst() const { return m_newestFirst; }
    qint64 total() const { return m_total; } // when it was last asked
    bool isLoadingWanted() const { return m_state != State::Failed && nextWanted() >= 0; }

signals:
    void stateChanged();
    void restarted(); // the first rows of another list are here

private:
    void askNext();
    void ask(int page);
    void take(int page, const AdminClient::Answer &answer);
    bool beginAgain(); // false: nothing has failed, or not all
    int nextPage() const; // -1: all that is looked at is here, and what is wanted
    int nextWanted() const; // -1: they are here
    void setState(State state);

    JobsModel &m_model;
    QPointer<Session> m_session;
    QString m_queueId;
    JobState m_jobState = JobState::Waiting;
    QString m_error;
    QTimer m_refresh;
    QElapsedTimer m_sinceAnswer;
    qint64 m_total = 0;
    int m_firstRow = 0;
    int m_lastRow = 0;
    QList<int> m_wanted; // pages
    int m_asked = 0; // the page that is under way
    quint64 m_question = 0;
    bool m_newestFirst = true;
    bool m_underWay = false;
    bool m_restarting = false;
    State m_state = State::Idle;
};

} // namespace signalbox::ui
