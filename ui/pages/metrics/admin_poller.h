// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrlQuery>

#include <chrono>

namespace signalbox::ui {

class Session;

// Asks a server the same question again and again, one at a time; an answer to an older question is dropped.
// Main thread.
class AdminPoller : public QObject {
    Q_OBJECT
public:
    explicit AdminPoller(QString path, QObject *parent = nullptr);

    void setSession(Session *session); // null: asks nothing
    void setQuery(const QUrlQuery &query); // asks at once when it is running and the query is another
    void setInterval(std::chrono::milliseconds interval); // zero: only when told
    void setRunning(bool running); // asks at once when it begins
    void refresh(); // asks now, whether it runs or not

    bool isAsking() const { return m_asking; }
    bool isWaiting() const { return m_waiting; } // for over 200 ms: time for a sign
    QString error() const { return m_error; } // of the last answer, for a person

signals:
    void answered(const QCborMap &answer);
    void stateChanged(); // isWaiting() or error()

private:
    void take(quint64 question, bool ok, const QCborMap &body, const QString &error);
    void setState(bool waiting, const QString &error);

    QString m_path;
    QPointer<Session> m_session;
    QUrlQuery m_query;
    QTimer m_timer;
    QTimer m_patience;
    quint64 m_question = 0;
    bool m_asking = false;
    bool m_running = false;
    bool m_waiting = false;
    QString m_error;
};

} // namespace signalbox::ui
