// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/gate.h"

#include "gate/connection.h"
#include "gate/connection_slot.h"
#include "gate/gate_context.h"
#include "gate/listener.h"
#include "gate/plain_transport.h"
#include "gate/poller.h"
#include "gate/socket_address.h"
#include "gate/tls_transport.h"

#include <QTimer>

#include <unordered_map>

namespace signalbox::gate {

namespace {

// Room may come from another gate's connections, or from descriptors that anyone closes.
constexpr std::chrono::milliseconds retryAccepting{50};

std::shared_ptr<const http::Peer> makePeer(const sockaddr_storage &storage, bool secure)
{
    const SocketAddress from(storage);
    auto peer = std::make_shared<http::Peer>();
    peer->address = from.address();
    peer->port = from.port();
    peer->secure = secure;
    const QByteArray host = peer->address.toString().toLatin1();
    const bool isV6 = peer->address.protocol() == QAbstractSocket::IPv6Protocol;
    peer->text = (isV6 ? '[' + host + ']' : host) + ':' + QByteArray::number(peer->port);
    return peer;
}

} // namespace

struct Gate::Private final : public Connection::Owner, public Listener::Owner {
    Private(Gate &gate, Settings gateSettings, Application &application, std::shared_ptr<std::atomic<int>> total)
        : q(gate)
        , tls(std::move(gateSettings.tls))
        , context(gateSettings.limits, application, std::move(gateSettings.clock))
        , counts(std::make_shared<ConnectionCounts>(ConnectionCounts{std::move(total), 0, &application}))
        , poller(std::move(gateSettings.eventsBegin), std::move(gateSettings.eventsEnd))
        , listener(poller, *this)
    {
        retry.setInterval(retryAccepting);
        connect(&retry, &QTimer::timeout, &retry, [this] { resumeIfRoom(); });
    }

    // While draining, what was queued is taken whatever the limit: it must not be reset.
    bool hasRoom() const override
    {
        return context.draining || counts->ofServer->load(std::memory_order_relaxed) < context.limits.connections;
    }

    void takeConnection(int descriptor, const sockaddr_storage &storage) override
    {
        auto connection = std::make_shared<Connection>(context, *this, std::make_unique<ConnectionSlot>(counts),
                                                       makePeer(storage, tls.has_value()));
        connections.emplace(connection.get(), connection);
        connection->start(makeTransport(descriptor, *connection));
    }

    void acceptingPaused() override { retry.start(); }

    std::unique_ptr<Transport> makeTransport(int descriptor, TransportEvents &events)
    {
        if (tls)
            return std::make_unique<TlsTransport>(descriptor, *tls, events);
        return std::make_unique<PlainTransport>(descriptor, poller, events);
    }

    void resumeIfRoom()
    {
        if (!hasRoom())
            return;
        retry.stop();
        listener.resume();
    }

    void connectionClosed(Connection &connection) override
    {
        const auto found = connections.find(&connection);
        // It is on the stack.
        context.deferred.post([keep = std::move(found->second)] {});
        connections.erase(found);
        if (listener.isPaused())
            resumeIfRoom();
        tellIfDrained();
    }

    void tellIfDrained()
    {
        if (!context.draining || listener.isOpen() || !connections.empty() || drainedTold)
            return;
        drainedTold = true;
        context.deferred.post([this] { emit q.drained(); });
    }

    void forEachConnection(const std::function<void(Connection &)> &visit)
    {
        std::vector<std::shared_ptr<Connection>> all; // visiting may close them
        all.reserve(connections.size());
        for (const auto &[raw, connection] : connections)
            all.push_back(connection);
        for (const auto &connection : all)
            visit(*connection);
    }

    Gate &q;
    std::optional<QSslConfiguration> tls;
    GateContext context;
    std::shared_ptr<ConnectionCounts> counts;
    Poller poller;
    Listener listener;
    QTimer retry;
    std::unordered_map<Connection *, std::shared_ptr<Connection>> connections;
    bool drainedTold = false;
};

Gate::Gate(Settings settings, Application &application, std::shared_ptr<std::atomic<int>> connectionCount,
           QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(settings), application, std::move(connectionCount)))
{
}

Gate::~Gate()
{
    d->context.draining = false; // nobody is to be told any more
    dropAll();
    d->counts->application = nullptr;
}

std::optional<quint16> Gate::findPort(const QHostAddress &address, quint16 port)
{
    return Listener::findPort(address, port);
}

bool Gate::listen(const QHostAddress &address, quint16 port)
{
    return d->listener.listen(address, port);
}

quint16 Gate::port() const
{
    return d->listener.port();
}

QString Gate::errorString() const
{
    return d->listener.errorString();
}

void Gate::drain()
{
    if (std::exchange(d->context.draining, true))
        return;
    d->retry.stop();
    d->listener.refuseNew();
    d->listener.resume();
    d->forEachConnection([](Connection &connection) { connection.drain(); });
    // Handshakes that have begun need a moment to reach the queue; a close would reset them.
    QTimer::singleShot(d->context.limits.drainGrace, this, [this] {
        d->listener.close();
        d->tellIfDrained();
    });
}

int Gate::connectionCount() const
{
    return d->counts->ofGate;
}

int Gate::requestsInFlight() const
{
    int count = 0;
    for (const auto &[raw, connection] : d->connections)
        count += connection->requestsInFlight();
    return count;
}

QStringList Gate::dropAll()
{
    QStringList dropped;
    d->forEachConnection([&](Connection &connection) { dropped += connection.drop(); });
    return dropped;
}

} // namespace signalbox::gate
