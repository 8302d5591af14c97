// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/feed_client.h"

#include "client/admin_client.h"

#include <QCborArray>
#include <QCborStreamWriter>
#include <QRandomGenerator>
#include <QTimer>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <optional>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr quint64 MaxMessageBytes = 16 * 1024 * 1024;
constexpr auto HandshakeTimeout = 10s;
constexpr auto PingInterval = 5s;
constexpr qint64 MaxSilenceMs = 15'000;
constexpr auto FirstRetry = 250ms;
constexpr auto LongestRetry = 15'000ms;

QUrl feedUrl(const QUrl &server)
{
    QUrl url = server;
    url.setScheme(server.scheme() == "https"_L1 ? u"wss"_s : u"ws"_s);
    const QString path = server.path();
    url.setPath(path.chopped(path.endsWith('/'_L1) ? 1 : 0) + "/admin/feed"_L1);
    return url;
}

// Doubles up to the longest, and takes between a half and the whole of it, so that the windows that lost one server
// do not all come back in the same moment.
std::chrono::milliseconds delayOf(int attempt)
{
    const auto whole = std::min<std::chrono::milliseconds>(LongestRetry, FirstRetry * (1 << std::min(attempt, 10)));
    const qint64 half = whole.count() / 2;
    return std::chrono::milliseconds(half + QRandomGenerator::global()->bounded(half + 1));
}

struct RequestsSubscription {
    QString filter;
    int maxPerSecond;
};

} // namespace

struct FeedClient::Private {
    Private(FeedClient *owner, Endpoint to)
        : q(owner)
        , client(std::move(to))
    {
    }

    void setState(LinkState next, const QString &why = {});
    void makeSocket();
    void connectNow();
    void checked(const AdminClient::Answer &answer);
    void openSocket();
    void connected();
    void lost(const QString &why);
    void dropSocket();
    void watch();

    void send(const QCborMap &message);
    void sendSubscriptions();
    void sendRequestsSubscription();
    void sendStatsSubscription();
    void take(const QByteArray &message);
    void takeRequests(const QCborMap &message);

    FeedClient *q;
    AdminClient client;
    std::unique_ptr<QWebSocket> socket;
    QTimer retry;
    QTimer handshake;
    QTimer ping;
    LinkState state = LinkState::Closed;
    QDateTime since = QDateTime::currentDateTime();
    QString reason;
    QDateTime retryAt;
    bool wasConnected = false; // ever
    int attempt = 0;
    qint64 lastHeardMs = 0;
    std::optional<RequestsSubscription> requests;
    std::optional<std::chrono::milliseconds> stats;
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
    dropSocket();
    // A refused handshake doesn't tell a WebSocket client why; a plain question first does.
    client.get(u"/admin/info"_s, {}, q, [this](const AdminClient::Answer &answer) { checked(answer); });
}

void FeedClient::Private::checked(const AdminClient::Answer &answer)
{
    if (state == LinkState::Closed || socket)
        return;
    if (answer.status == 401 || answer.status == 403)
        setState(LinkState::Refused, answer.error);
    else if (answer.ok())
        openSocket();
    else
        lost(answer.error);
}

void FeedClient::Private::makeSocket()
{
    socket = std::make_unique<QWebSocket>();
    socket->setMaxAllowedIncomingFrameSize(MaxMessageBytes);
    socket->setMaxAllowedIncomingMessageSize(MaxMessageBytes);
    QObject::connect(socket.get(), &QWebSocket::connected, q, [this] { connected(); });
    QObject::connect(socket.get(), &QWebSocket::binaryMessageReceived, q,
                     [this](const QByteArray &message) { take(message); });
    QObject::connect(socket.get(), &QWebSocket::pong, q, [this] { lastHeardMs = QDateTime::currentMSecsSinceEpoch(); });
    QObject::connect(socket.get(), &QWebSocket::disconnected, q, [this] {
        const QString said = socket ? socket->closeReason() : QString();
        lost(said.isEmpty() ? tr("The server closed the connection.") : tr("The server closed it: %1.").arg(said));
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto failed = &QWebSocket::errorOccurred;
#else
    const auto failed = QOverload<QAbstractSocket::SocketError>::of(&QWebSocket::error);
#endif
    QObject::connect(socket.get(), failed, q,
                     [this] { lost(socket ? tr("The feed broke: %1.").arg(socket->errorString()) : reason); });
}

void FeedClient::Private::openSocket()
{
    makeSocket();
    QNetworkRequest request(feedUrl(client.endpoint().url));
    request.setRawHeader("Authorization"_ba, "Bearer " + client.endpoint().token);
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"signalbox.v1.cbor"_s});
    handshake.start(HandshakeTimeout);
    socket->open(request, options);
}

void FeedClient::Private::connected()
{
    handshake.stop();
    wasConnected = true;
    attempt = 0;
    lastHeardMs = QDateTime::currentMSecsSinceEpoch();
    ping.start(PingInterval);
    sendSubscriptions();
    setState(LinkState::Connected);
}

void FeedClient::Private::lost(const QString &why)
{
    if (state == LinkState::Closed || state == LinkState::Refused || retry.isActive())
        return;
    dropSocket();
    const auto delay = delayOf(attempt++);
    retryAt = QDateTime::currentDateTime().addMSecs(delay.count());
    retry.start(delay);
    setState(wasConnected ? LinkState::Lost : LinkState::Unreached, why);
    emit q->retryScheduled(retryAt);
}

// Often called from one of its own signals, so it goes only when those have returned.
void FeedClient::Private::dropSocket()
{
    handshake.stop();
    ping.stop();
    if (!socket)
        return;
    socket->disconnect(q);
    socket->abort();
    socket.release()->deleteLater();
}

void FeedClient::Private::watch()
{
    if (QDateTime::currentMSecsSinceEpoch() - lastHeardMs > MaxSilenceMs)
        lost(tr("Nothing came from the server for 15 seconds."));
    else
        socket->ping();
}

void FeedClient::Private::send(const QCborMap &message)
{
    if (socket && socket->isValid())
        socket->sendBinaryMessage(message.toCborValue().toCbor());
}

void FeedClient::Private::sendSubscriptions()
{
    sendRequestsSubscription();
    sendStatsSubscription();
}

void FeedClient::Private::sendRequestsSubscription()
{
    if (requests)
        send({{"subscribe"_L1,
               QCborMap{{"topic"_L1, "requests"_L1},
                        {"q"_L1, requests->filter},
                        {"maxPerSecond"_L1, requests->maxPerSecond}}}});
}

void FeedClient::Private::sendStatsSubscription()
{
    if (stats)
        send({{"subscribe"_L1, QCborMap{{"topic"_L1, "stats"_L1}, {"intervalMs"_L1, qint64(stats->count())}}}});
}

void FeedClient::Private::take(const QByteArray &message)
{
    lastHeardMs = QDateTime::currentMSecsSinceEpoch();
    const QCborMap map = QCborValue::fromCbor(message).toMap();
    const QString topic = map.value("topic"_L1).toString();
    const QCborMap data = map.value("data"_L1).toMap();
    if (const qint64 lostBatches = map.value("lost"_L1).toInteger())
        emit q->batchesLost(lostBatches);
    if (topic == "requests"_L1)
        takeRequests(map);
    else if (topic == "stats"_L1)
        emit q->statsArrived(data.value("stats"_L1).toMap(), data.value("point"_L1).toMap());
    else if (map.contains("error"_L1))
        emit q->rejected(map.value("error"_L1).toString());
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
    d->handshake.setSingleShot(true);
    connect(&d->retry, &QTimer::timeout, this, [this] { d->connectNow(); });
    connect(&d->handshake, &QTimer::timeout, this, [this] { d->lost(tr("The feed did not open within 10 seconds.")); });
    connect(&d->ping, &QTimer::timeout, this, [this] { d->watch(); });
}

FeedClient::~FeedClient()
{
    d->dropSocket();
}

void FeedClient::open()
{
    if (d->state != LinkState::Closed && d->state != LinkState::Refused)
        return;
    d->attempt = 0;
    d->setState(LinkState::Connecting);
    d->connectNow();
}

void FeedClient::close()
{
    d->retry.stop();
    d->retryAt = {};
    d->dropSocket();
    d->setState(LinkState::Closed);
}

void FeedClient::setToken(const QByteArray &token)
{
    d->client.setToken(token);
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

void FeedClient::subscribeRequests(const QString &filter, int maxPerSecond)
{
    d->requests = RequestsSubscription{filter, maxPerSecond};
    d->sendRequestsSubscription();
}

void FeedClient::unsubscribeRequests()
{
    d->requests.reset();
    d->send({{"unsubscribe"_L1, "requests"_L1}});
}

void FeedClient::subscribeStats(std::chrono::milliseconds interval)
{
    d->stats = interval;
    d->sendStatsSubscription();
}

} // namespace signalbox::ui
