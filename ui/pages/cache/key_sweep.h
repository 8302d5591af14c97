// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"

#include <QPointer>

namespace signalbox::ui {

class Session;

// Goes over all keys that a question of the admin API is about, a step at a time: counts those that match, or deletes
// them. One at a time; what one step did stays done when the next one fails. Main thread.
class KeySweep : public QObject {
    Q_OBJECT
public:
    enum class Mode : quint8 { Count, Delete };
    enum class End : quint8 { None, Whole, Cancelled, Failed };

    struct Progress {
        qint64 matched = 0;
        qint64 deleted = 0;
        qint64 scanned = 0;
        qint64 total = 0; // keys that there are, also other ones
    };

    // `path` and `question` as in docs/admin-api.md: a flush, or the deleting of keys.
    KeySweep(Session *session, QString path, QCborMap question, QObject *parent = nullptr);

    void start(Mode mode);
    void cancel(); // after the step that is under way
    bool isRunning() const { return m_running; }
    const Progress &progress() const { return m_progress; }
    End end() const { return m_end; }
    const QString &error() const { return m_error; } // for a person, when it failed

signals:
    void progressed();
    void finished();

private:
    void step();
    void take(const AdminClient::Answer &answer);
    void finish(End end, const QString &error = {});

    QPointer<Session> m_session;
    QString m_path;
    QCborMap m_question;
    Mode m_mode = Mode::Count;
    QString m_cursor; // of the next step
    Progress m_progress;
    QString m_error;
    End m_end = End::None;
    bool m_running = false;
    bool m_cancelled = false;
};

} // namespace signalbox::ui
