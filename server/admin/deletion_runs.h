// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QMutex>

#include <list>

namespace signalbox::admin {

// Deletions that a client drives step by step: remembers those that are in the audit log already, by the cursor that
// the client was given, so that a run of a thousand steps is no thousand entries there. What isn't remembered (the
// server was restarted, the cursor is the client's own) is a run of its own, and gets its own entry. Any thread.
class DeletionRuns {
public:
    struct Run {
        qint64 deleted = 0; // so far
        int steps = 0; // that were done; 0: it is new
    };

    // Takes it out: who goes on with it keeps it again. `what` is who deletes what.
    Run take(const QByteArray &what, const QByteArray &cursor);
    void keep(const QByteArray &what, const QByteArray &cursor, Run run);

private:
    struct Kept {
        QByteArray what;
        QByteArray cursor;
        Run run;
    };

    QMutex m_mutex;
    std::list<Kept> m_runs; // the one kept last in front
};

} // namespace signalbox::admin
