// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/feed_client.h"

#include "client/admin_client.h"
#include "client/feed_socket.h"

#include <QCborArray>
#include <QMap>
#include <QRandomGenerator>
#include <QTimer>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto FirstRetry = 250ms;
constexpr auto LongestRetry = 15'000ms;

// Doubles up to the longest, and takes between a half and the whole of it, so that the windows that lost one server
// do not all come back in the same moment.
std::chrono::milliseconds delayOf(int attempt)
{
    const auto whole = std::min<std::chrono::milliseconds>(LongestRetry, FirstRetry * (1 << std::min(attempt, 10)));
    const qint64 half = whole.count() / 2;
    return std::chrono::milliseconds(half + QRandomGenerator::global()->bounded(half + 1));
}

QCborMap subscription(const QString &topic, QCborMap options)
{
    options.insert("topic"_L1, topic);
    return {{"subscribe"_L1, options}};
}

} // namespace

struct FeedClient::Private {
    Private(FeedClient *owner, Endpoint to)
        : q(owner)
        , client(std::move(to))
    {
    }

    void setState(LinkState next, const QString &why = {});
    void connectNow();
    void checked(const AdminClient::Answer &answer);
    std::unique_ptr<FeedSocket> makeSocket();
    void openSocket();
    void openSuccessor();
    void connected();
    void handOver();
    void refused(const QString &why);
    void lost(const QString &why);
    void drop(std::unique_ptr<FeedSocket> &dropped);
    void dropSockets();

    void send(const QCborMap &message);
    void sendSubscriptions(FeedSocket &to) const;
    void take(const QCborMap &message);
    void takeRequests(const QCborMap &message);
    void takeData(const QString &topic, const QCborMap &data);

    FeedClient *q;
    AdminClient client;
    std::unique_ptr<FeedSocket> socket;
    std::unique_ptr<FeedSocket> successor; // with a newer token; takes over once something comes by it
    QTimer retry;
    LinkState state = LinkState::Closed;
    QDateTime since = QDateTime::currentDateTime();
    QString reason;
    QDateTime retryAt;
    bool wasConnected = false; // ever
    int attempt = 0;
    bool renews = false;
    bool renewedInVain = false; // a token that was new is refused, too
    QMap<QString, QCborMap> subscriptions; // the options of each topic
};

void FeedClient::Private::setState(LinkState next, const QString &why)
{
    const bool changed = next != state;
    if (changed)
        since = QDateTime::currentDateTime();
    if (!changed && why == reason)
        return;
    state = next;
    reason = why;
    emit q->stateChanged(next);
}

void FeedClient::Private::connectNow()
{
    retry.stop();
    retryAt = {};
    dropSockets();
    // A refused handshake doesn't tell a WebSocket client why; a plain question first does.
    client.get(u"/admin/info"_s, {}, q, [this](const AdminClient::Answer &answer) { checked(answer); });
}

void FeedClient::Private::checked(const AdminClient::Answer &answer)
{
    if (state == LinkState::Closed || state == LinkState::Refused || socket)
        return;
    if (answer.status == 401 || answer.status == 403)
        refused(answer.error);
    else if (answer.ok())
        openSocket();
    else
        lost(answer.error);
}

// The end of a successor is none of the feed's: the one before it is still there.
std::unique_ptr<FeedSocket> FeedClient::Private::makeSocket()
{
    auto made = std::make_unique<FeedSocket>(client.endpoint());
    FeedSocket *at = made.get();
    const QString ended = tr("The token has ended. Give another, or sign in as an admin.");
    QObject::connect(at, &FeedSocket::tokenEnded, q,
                     [this, at, ended] { at == successor.get() ? drop(successor) : refused(ended); });
    QObject::connect(at, &FeedSocket::lost, q,
                     [this, at](const QString &why) { at == successor.get() ? drop(successor) : lost(why); });
    QObject::connect(at, &FeedSocket::received, q, [this, at](const QCborMap &message) {
        if (at == successor.get())
            handOver();
        take(message);
    });
    return made;
}

void FeedClient::Private::openSocket()
{
    socket = makeSocket();
    QObject::connect(socket.get(), &FeedSocket::opened, q, [this] { connected(); });
}

// What comes by both is told twice, and nothing is missed between them.
void FeedClient::Private::openSuccessor()
{
    drop(successor);
    successor = makeSocket();
    QObject::connect(successor.get(), &FeedSocket::opened, q, [this] { sendSubscriptions(*successor); });
}

void FeedClient::Private::connected()
{
    wasConnected = true;
    attempt = 0;
    renewedInVain = false;
    sendSubscriptions(*socket);
    setState(LinkState::Connected);
}

void FeedClient::Private::handOver()
{
    drop(socket);
    socket = std::move(successor);
}

void FeedClient::Private::refused(const QString &why)
{
    dropSockets();
    if (!renews || renewedInVain)
        return setState(LinkState::Refused, why);
    renewedInVain = true;
    setState(LinkState::Renewing);
    emit q->tokenWanted();
}

void FeedClient::Private::lost(const QString &why)
{
    if (state == LinkState::Closed || state == LinkState::Refused || retry.isActive())
        return;
    dropSockets();
    const auto delay = delayOf(attempt++);
    retryAt = QDateTime::currentDateTime().addMSecs(delay.count());
    retry.start(delay);
    setState(wasConnected ? LinkState::Lost : LinkState::Unreached, why);
    emit q->retryScheduled(retryAt);
}

// Often called from one of its own signals, so it goes only when those have returned.
void FeedClient::Private::drop(std::unique_ptr<FeedSocket> &dropped)
{
    if (!dropped)
        return;
    dropped->disconnect(q);
    dropped.release()->deleteLater();
}

void FeedClient::Private::dropSockets()
{
    drop(socket);
    drop(successor);
}

void FeedClient::Private::send(const QCborMap &message)
{
    for (FeedSocket *to : {socket.get(), successor.get()})
        if (to)
            to->send(message);
}

void FeedClient::Private::sendSubscriptions(FeedSocket &to) const
{
    for (auto topic = subscriptions.cbegin(); topic != subscriptions.cend(); ++topic)
        to.send(subscription(topic.key(), topic.value()));
}

void FeedClient::Private::take(const QCborMap &message)
{
    const QString topic = message.value("topic"_L1).toString();
    if (const qint64 lostBatches = message.value("lost"_L1).toInteger())
        emit q->batchesLost(lostBatches);
    if (topic == "requests"_L1)
        takeRequests(message);
    else if (!topic.isEmpty())
        takeData(topic, message.value("data"_L1).toMap());
    else if (message.contains("error"_L1))
        emit q->rejected(message.value("error"_L1).toString());
}

void FeedClient::Private::takeData(const QString &topic, const QCborMap &data)
{
    if (topic == "stats"_L1)
        emit q->statsArrived(data.value("stats"_L1).toMap(), data.value("point"_L1).toMap());
    emit q->arrived(topic, data);
}

void FeedClient::Private::takeRequests(const QCborMap &message)
{
    const QCborMap data = message.value("data"_L1).toMap();
    const QCborArray items = data.value("items"_L1).toArray();
    QList<RequestRecord> records;
    records.reserve(items.size());
    for (const QCborValue item : items)
        records.append(RequestRecord::fromCbor(item.toMap()));
    emit q->requestsArrived(records, data.value("skipped"_L1).toInteger());
}

FeedClient::FeedClient(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(endpoint)))
{
    d->retry.setSingleShot(true);
    connect(&d->retry, &QTimer::timeout, this, [this] { d->connectNow(); });
}

FeedClient::~FeedClient()
{
    d->dropSockets();
}

void FeedClient::open()
{
    if (d->state != LinkState::Closed && d->state != LinkState::Refused)
        return;
    d->attempt = 0;
    d->renewedInVain = false;
    d->setState(LinkState::Connecting);
    d->connectNow();
}

void FeedClient::close()
{
    d->retry.stop();
    d->retryAt = {};
    d->dropSockets();
    d->setState(LinkState::Closed);
}

void FeedClient::setToken(const QByteArray &token)
{
    d->client.setToken(token);
    if (d->state == LinkState::Renewing)
        d->connectNow();
    else if (d->state == LinkState::Connected)
        d->openSuccessor();
}

void FeedClient::setRenews(bool renews)
{
    d->renews = renews;
}

void FeedClient::tokenDidNotCome(const QString &why)
{
    if (d->state != LinkState::Renewing)
        return;
    d->renewedInVain = false;
    d->lost(why);
}

void FeedClient::refuse(const QString &why)
{
    if (d->state == LinkState::Closed)
        return;
    d->retry.stop();
    d->retryAt = {};
    d->dropSockets();
    d->setState(LinkState::Refused, why);
}

LinkState FeedClient::state() const
{
    return d->state;
}

QDateTime FeedClient::since() const
{
    return d->since;
}

QString FeedClient::reason() const
{
    return d->reason;
}

QDateTime FeedClient::retryAt() const
{
    return d->retryAt;
}

void FeedClient::retryNow()
{
    if (d->retry.isActive())
        d->connectNow();
}

void FeedClient::subscribe(const QString &topic, const QCborMap &options)
{
    d->subscriptions.insert(topic, options);
    d->send(subscription(topic, options));
}

void FeedClient::unsubscribe(const QString &topic)
{
    d->subscriptions.remove(topic);
    d->send({{"unsubscribe"_L1, topic}});
}

void FeedClient::subscribeRequests(const QString &filter, int maxPerSecond)
{
    subscribe(u"requests"_s, {{"q"_L1, filter}, {"maxPerSecond"_L1, maxPerSecond}});
}

void FeedClient::subscribeStats(std::chrono::milliseconds interval)
{
    subscribe(u"stats"_s, {{"intervalMs"_L1, qint64(interval.count())}});
}

} // namespace signalbox::ui
