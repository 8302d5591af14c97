// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/clients.h"

#include <QSet>

namespace signalbox::redis {

// Hears what is published, on a connection of its own that it keeps and finds dead by itself. What is published while
// it is down is missed: see lost(). One thread, with an event loop.
class Subscriber : public QObject, private SessionUser {
    Q_OBJECT
public:
    explicit Subscriber(const Clients &clients, QObject *parent = nullptr);

    // At any time; what is wanted already stays as it is.
    void subscribe(const QByteArray &channel);
    void subscribePattern(const QByteArray &pattern);
    void unsubscribe(const QByteArray &channel);
    void unsubscribePattern(const QByteArray &pattern);

    bool isSubscribed() const { return m_isSubscribed; } // to all that is wanted

signals:
    void subscribed(); // to all that is wanted, at first, again, or with what was added
    void lost(const QString &why); // or never reached, after each try: nothing is heard from now on
    void message(const QByteArray &channel, const QByteArray &payload);

private:
    void change(const char *command, const QByteArray &name);
    void askForAll();
    void beat();

    void sessionUp() override;
    void sessionTrying() override { }
    void sessionDown(const Trouble &trouble, bool triesAtOnce) override;
    void sessionMoved(const Target &target) override;
    void readingBegins() override { }
    void sessionReplied(Reply &&reply, BackOff::Clock::time_point at) override;
    void readingEnds() override { }
    void heard(const QList<Reply> &items);

    QSet<QByteArray> m_channels;
    QSet<QByteArray> m_patterns;
    int m_unconfirmed = 0; // changes
    bool m_isSubscribed = false;
    bool m_hasHeard = false; // since the last beat
    int m_silentBeats = 0;
    QTimer m_beats;
    Session m_session;
};

} // namespace signalbox::redis
