// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "request_record.h"

#include <QCborMap>
#include <QDateTime>
#include <QObject>

#include <chrono>
#include <memory>

namespace signalbox::ui {

enum class LinkState : quint8 {
    Connecting, // for the first time
    Connected,
    Unreached, // never connected so far; tried again all the time
    Lost, // from the loss until it is connected again, retries included
    Renewing, // the token has ended and the next one is on its way: no outage
    Refused, // the token is wrong; not tried again by itself
    Closed // not opened, or closed by us
};

// The live feed of one server, as CBOR. Reconnects by itself with back-off and jitter and subscribes anew. Main thread.
class FeedClient : public QObject {
    Q_OBJECT
public:
    explicit FeedClient(Endpoint endpoint, QObject *parent = nullptr);
    ~FeedClient() override;

    void open();
    void close();
    // While connected, a new connection with it takes over from the one that is, with nothing lost between.
    void setToken(const QByteArray &token);

    // Of a sign-in, whose token is followed by another: tokenWanted() is answered by setToken(), tokenDidNotCome() or
    // refuse(). Off at first.
    void setRenews(bool renews);
    void tokenDidNotCome(const QString &why); // counts as a lost connection, and is tried again like one
    void refuse(const QString &why); // no token will be right

    LinkState state() const;
    QDateTime since() const; // of this state
    QString reason() const; // why it is Unreached, Lost or Refused, for a person
    QDateTime retryAt() const; // when Unreached or Lost: the next try; invalid while one is under way
    void retryNow();

    // To a topic, with its options as docs/feed.md has them, until unsubscribe(); also by every connection to come. To
    // the same one again is to change it.
    void subscribe(const QString &topic, const QCborMap &options);
    void unsubscribe(const QString &topic);
    void subscribeRequests(const QString &filter, int maxPerSecond);
    void subscribeStats(std::chrono::milliseconds interval);

signals:
    void stateChanged(signalbox::ui::LinkState state);
    void tokenWanted();
    void requestsArrived(const QList<signalbox::RequestRecord> &records, qint64 skipped);
    void statsArrived(const QCborMap &stats, const QCborMap &point);
    void arrived(const QString &topic, const QCborMap &data); // of every topic but the requests
    void retryScheduled(const QDateTime &at);
    void batchesLost(qint64 count); // this end read too slowly, and the server left out whole batches
    void rejected(const QString &message); // what the server says to a subscription that it can't read

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::ui
