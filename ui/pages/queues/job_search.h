// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/queues/job_match.h"
#include "pages/queues/job_row.h"

#include <QPointer>

namespace signalbox::ui {

class Session;

// Looks for jobs that match, a step at a time, until all were looked at, or so many were found or looked at that a
// person should say whether to go on. Main thread.
class JobSearch : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Running, Resting, Cancelled, Done, Failed };

    static constexpr qint64 FoundUntilRest = 1000;
    static constexpr int StepSize = 1000;

    using QObject::QObject;

    void setSession(Session *session); // ends what is under way
    void start(const QString &queueId, const JobMatch &match, bool newestFirst);
    void setRests(bool rests) { m_rests = rests; } // false: it goes on to the end, however many it finds
    void goOn(); // after a rest, a cancel or a failure
    void cancel();
    void forget();

    State state() const { return m_state; }
    bool canGoOn() const; // there is more to look at
    const QCborMap &match() const { return m_match; } // its times as they were when it began
    qint64 found() const { return m_found; }
    qint64 scanned() const { return m_scanned; }
    qint64 total() const { return m_total; } // of jobs to look at
    const QString &error() const { return m_error; }

signals:
    void cameAcross(const QList<signalbox::ui::JobRow> &rows);
    void stateChanged(); // also the counts

private:
    void step();
    void take(const AdminClient::Answer &answer);
    void setState(State state);

    QPointer<Session> m_session;
    QString m_queueId;
    QCborMap m_match;
    QString m_cursor; // of the next step
    QString m_error;
    qint64 m_found = 0;
    qint64 m_scanned = 0;
    qint64 m_total = 0;
    qint64 m_restAt = 0;
    quint64 m_question = 0;
    bool m_newestFirst = true;
    bool m_rests = true;
    State m_state = State::Idle;
};

} // namespace signalbox::ui
