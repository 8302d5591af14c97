// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/cache/key_row.h"

#include <QPointer>

namespace signalbox::ui {

class Session;

// Looks for keys a step of SCAN at a time, until all were looked at, or so many were found or looked at that a person
// should say whether to go on. Main thread.
class KeyScan : public QObject {
    Q_OBJECT
public:
    enum class State : quint8 { Idle, Running, Resting, Cancelled, Done, Failed };

    static constexpr qint64 FoundUntilRest = 1000;
    static constexpr qint64 ScannedUntilRest = 100'000;
    static constexpr int StepSize = 1000;

    using QObject::QObject;

    void setSession(Session *session); // ends what is under way
    void start(const QString &pattern, const QString &type); // a glob; an empty type: any
    void goOn(); // after a rest, a cancel or a failure
    void cancel();
    void forget(); // all that it knows

    State state() const { return m_state; }
    bool canGoOn() const; // there is more to look at
    const QString &pattern() const { return m_pattern; }
    const QString &type() const { return m_type; }
    qint64 found() const { return m_found; }
    qint64 scanned() const { return m_scanned; }
    qint64 total() const { return m_total; } // keys that there are
    const QString &error() const { return m_error; }
    int errorStatus() const { return m_errorStatus; }

    // What was typed as a glob: a plain word is one that occurs anywhere in the key.
    static QString globOf(const QString &typed);

signals:
    void restarted(); // what was found before is no answer any more
    void cameAcross(const QList<signalbox::ui::KeyRow> &rows); // SCAN may find a key twice
    void stateChanged(); // also the counts

private:
    void clear();
    void step();
    void take(const AdminClient::Answer &answer);
    void setState(State state);

    QPointer<Session> m_session;
    QString m_pattern;
    QString m_type;
    QString m_cursor; // of the next step
    QString m_error;
    int m_errorStatus = 0;
    qint64 m_found = 0;
    qint64 m_scanned = 0;
    qint64 m_total = 0;
    qint64 m_restAtFound = 0;
    qint64 m_restAtScanned = 0;
    quint64 m_question = 0;
    State m_state = State::Idle;
};

} // namespace signalbox::ui
