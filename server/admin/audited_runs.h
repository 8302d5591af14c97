// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/audit_log.h"

#include <QCoro/QCoroTask>
#include <QElapsedTimer>
#include <QMutex>

#include <chrono>
#include <list>
#include <memory>

namespace signalbox::http {
class Context;
}
namespace signalbox::store {
class DatabasePool;
}

namespace signalbox::admin {

// What clients do to many keys or jobs, step by step: a run of a thousand steps is no thousand entries in the audit
// log. One tells of its beginning, before anything is done, one of how much was done: with its last step, with one that
// was refused, or when none has come for a while. A single step that did all that its beginning counted needs no second
// one. A run is known by the cursor that its client was given; what isn't remembered (the server was restarted, the
// cursor is the client's own) is a run of its own. Any thread with an event loop; outlives them.
class AuditedRuns {
public:
    explicit AuditedRuns(
        store::DatabasePool &database,
        std::chrono::milliseconds patience = std::chrono::minutes(1)); // with who makes no further step
    ~AuditedRuns(); // tells of those that were under way; blocks
    AuditedRuns(const AuditedRuns &) = delete;
    AuditedRuns &operator=(const AuditedRuns &) = delete;

    class Step;

private:
    struct Run {
        audit::Actor actor; // of the last step
        audit::Entry entry; // of its beginning
        QString figure; // what is counted, as an entry calls it
        qint64 done = 0;
        int steps = 0; // that did something; 0: there is no entry yet
    };
    struct Kept {
        QByteArray name; // who does what
        QByteArray cursor;
        Run run;
        QElapsedTimer age;
    };

    Run take(const QByteArray &name, const QByteArray &cursor); // out: who goes on with it keeps it again
    void keep(const QByteArray &name, const QByteArray &cursor, Run run);
    void lookLater();
    void look();
    static bool isTold(const Run &run);
    static audit::Entry endOf(const Run &run, const QString &how, const QJsonValue &detail);
    static void tell(store::Connection &connection, const std::list<Kept> &stopped);
    static QCoro::Task<> noteStopped(store::DatabasePool &database, std::list<Kept> stopped);

    store::DatabasePool &m_database;
    const std::chrono::milliseconds m_patience;
    QMutex m_mutex; // for what follows
    std::list<Kept> m_kept; // the one kept last in front
    bool m_isLooking = false; // somebody does after a while
    std::shared_ptr<const bool> m_isHere = std::make_shared<bool>(true);
};

// One step of a run, made for a request. One that isn't brought to its end may be tried again: what was done before it
// isn't forgotten. Reactor thread; throws DatabaseError.
class AuditedRuns::Step {
public:
    // `what` is done, to what; `cursor` is what the request brought. `figure` is "keysInAll", "jobsInAll"; an entry
    // that counts them at the beginning does so as "keys", "jobs". `runs` and `context` outlive it.
    Step(AuditedRuns &runs, http::Context &context, const QByteArray &what, QByteArray cursor, const QString &figure);
    ~Step();
    Step(const Step &) = delete;
    Step &operator=(const Step &) = delete;

    QCoro::Task<> begin(audit::Entry entry); // before anything is done; the entry of the run, if it is the first
    QCoro::Task<> end(qint64 done,
                      QByteArray next); // `next` is the cursor that the client is given; empty: that was all
    QCoro::Task<> refuse(qint64 done, QString why); // the run can't go on

private:
    AuditedRuns &m_runs;
    http::Context &m_context;
    const QByteArray m_name;
    const QByteArray m_cursor;
    Run m_run;
    const bool m_isFirst; // of those that did something
    bool m_isOver = false;
};

} // namespace signalbox::admin
