// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QMap>
#include <QPointer>
#include <QStringList>

namespace signalbox::ui {

class Session;

// What a StepSweep asks the admin API, as in docs/admin-api.md and docs/admin-queues.md: a flush of a namespace, the
// draining of a queue, an action on jobs. A value.
struct SweepTask {
    QString path;
    QCborMap question;
    QString doneField = QStringLiteral("deleted"); // of the answer: how many a step has done
    QString listField = {}; // of the question; empty: it says itself what is meant
    QStringList list = {}; // what goes there, so many a step
};

// Goes over all that a question of the admin API is about, a step at a time: counts what matches, or does it.
// One step at a time; what one did stays done when the next one fails. Main thread.
class StepSweep : public QObject {
    Q_OBJECT
public:
    enum class Mode : quint8 { Count, Do };
    enum class End : quint8 { None, Whole, Cancelled, Failed };

    static constexpr qsizetype ListedAtOnce = 500;

    struct Progress {
        qint64 matched = 0;
        qint64 done = 0;
        qint64 failed = 0; // each by itself
        qint64 scanned = 0;
        qint64 total = 0; // that there are, also others
        QMap<QString, qint64> reasons; // of those that failed, and how many each; the server doesn't tell all
    };

    StepSweep(Session *session, SweepTask task, QObject *parent = nullptr);

    void start(Mode mode);
    void cancel(); // after the step that is under way
    bool isRunning() const { return m_running; }
    const Progress &progress() const { return m_progress; }
    End end() const { return m_end; }
    const QString &error() const { return m_error; } // for a person, when it failed
    QString reasonsText() const; // "2: it is locked by its worker; 1: it is active"

signals:
    void progressed();
    void finished();

private:
    void step();
    void take(const AdminClient::Answer &answer);
    void takeReasons(const QCborArray &failures);
    bool isListed() const { return !m_task.listField.isEmpty(); }
    void finish(End end, const QString &error = {});

    QPointer<Session> m_session;
    SweepTask m_task;
    Mode m_mode = Mode::Count;
    qsizetype m_nextListed = 0; // the first that is not asked yet
    QStringList m_listed; // of the step
    QString m_cursor; // of the next step
    Progress m_progress;
    QString m_error;
    End m_end = End::None;
    bool m_running = false;
    bool m_cancelled = false;
};

} // namespace signalbox::ui
