// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/server.h"

#include "admin/authenticator.h"
#include "limits/redis_rate_limiter.h"
#include "redis/private_server.h"
#include "runtime/application.h"
#include "runtime/listen_address.h"
#include "runtime/reactor.h"
#include "store/database.h"

#include <QJsonArray>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <functional>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using telemetry::Level;

namespace {

constexpr std::chrono::milliseconds progressInterval{100};
// After everything was dropped: a reactor that doesn't say so by then is stuck in a handler.
constexpr std::chrono::milliseconds dropTimeout{2000};
constexpr int portAttempts = 5; // a free port that was found may be gone a moment later

int reactorCount(int wanted)
{
    return wanted > 0 ? wanted : qMax(1, QThread::idealThreadCount());
}

} // namespace

// The lifecycle: one step a function, in the order in which they happen.
struct Server::Private {
    Private(Server *server, Settings given)
        : q(server)
        , settings(std::move(given))
        , telemetry(settings.telemetry, reactorCount(settings.threads))
    {
        progress.setInterval(progressInterval);
        deadline.setSingleShot(true);
        connect(&progress, &QTimer::timeout, q, [this] { emit q->draining(telemetry.activeRequests()); });
        connect(&deadline, &QTimer::timeout, q, [this] { pressOn(); });
    }

    void setState(State next);
    void aside(std::function<void()> work, std::function<void()> then);
    void openDatabase();
    void openRedis();
    void startPrivateRedis();
    void logRedis(const redis::State &state);
    void logDatabase(const store::DatabaseState &state);
    void loadSecrets();
    void prepared();
    void makeApplication();
    void prepareAccounts();
    void ensureAdmin();
    void listen();
    bool listenOnce();
    void fail(const QString &error);
    void addReactor(int index);
    void beginDrain();
    void pressOn();
    void reactorDrained(Reactor *reactor);
    void endReactors();
    void flush();
    void finish();

    Server *q;
    Settings settings;
    telemetry::Telemetry telemetry;
    std::unique_ptr<store::DatabasePool> database; // of one run, from start to stop
    std::atomic<bool> redisIsAway = false;
    std::unique_ptr<redis::Clients> redis; // likewise
    std::unique_ptr<redis::PrivateServer> privateRedis; // likewise; null: it is another one, or none
    auth::JwtSecrets secrets;
    std::unique_ptr<Application> application; // of one run
    QString startError; // of the worker, while it prepares the start
    ListenAddress address;
    State state = State::Stopped;
    bool dropping = false;
    QStringList dropped;
    QTimer progress;
    QTimer deadline;
    std::vector<std::unique_ptr<Reactor>> reactors;
    std::vector<Reactor *> undrained;
    std::unique_ptr<QThread> worker;
};

void Server::Private::setState(State next)
{
    state = next;
    emit q->stateChanged(next);
}

// What may take long runs on a thread of its own; `then` is called on the server's.
void Server::Private::aside(std::function<void()> work, std::function<void()> then)
{
    if (worker)
        worker->wait(); // it has said that it is done
    worker.reset(QThread::create(std::move(work)));
    connect(worker.get(), &QThread::finished, q, std::move(then));
    worker->start();
}

void Server::Private::makeApplication()
{
    const Application::Parts parts{telemetry, *database, *redis};
    application = std::make_unique<Application>(parts, settings.cache, secrets, settings.accounts, settings.demo);
    application->ready.add("database", [pool = database.get()] { return pool->state().isUp; });
    if (!redis->isOff())
        application->ready.addNote("redis",
                                   [clients = redis.get()] { return clients->state().kind == redis::State::Kind::Up; });
    if (privateRedis)
        application->redisProcess = [server = privateRedis.get()] {
            const redis::PrivateServer::Status status = server->status();
            return admin::RedisProcess{status.processId, status.restarts};
        };
    application->runToken = std::make_shared<admin::RunTokenAuthenticator>(settings.adminToken);
    application->corsOrigins = settings.corsOrigins;
    application->rateLimiter = std::make_shared<limits::RedisRateLimiter>(
        *redis, limits::CounterNames(secrets.signing()), settings.rateLimitClients);
    application->rateLimit = settings.rateLimit;
}

// On the worker.
void Server::Private::loadSecrets()
{
    secrets = auth::JwtSecrets::load(settings.dataDirectory, settings.accounts.jwtSecrets);
    startError = secrets.errorString();
}

// On the worker: its server may be slow to answer, or never do.
void Server::Private::openDatabase()
{
    using store::DatabaseUrl;
    const auto parsed = DatabaseUrl::parse(settings.database.url, settings.dataDirectory);
    if (const auto *invalid = std::get_if<DatabaseUrl::Invalid>(&parsed)) {
        startError = u"DATABASE_URL: "_s + invalid->message;
        return;
    }
    store::DatabasePool::Settings pool;
    pool.url = std::get<DatabaseUrl>(parsed);
    pool.connections = settings.database.connections;
    pool.queued = settings.database.queued;
    pool.deadline = settings.database.deadline;
    pool.stateChanged = [this](const store::DatabaseState &now) { logDatabase(now); };
    try {
        database = store::openDatabase(std::move(pool), settings.dataDirectory + "/backups"_L1);
    } catch (const store::DatabaseError &error) {
        startError = error.detail();
    }
}

// It connects later, when somebody asks.
void Server::Private::openRedis()
{
    using redis::RedisUrl;
    redis::Clients::Settings clients;
    clients.client.deadline = settings.redis.deadline;
    clients.stateChanged = [this](const redis::State &now) { logRedis(now); };
    redis = std::make_unique<redis::Clients>(clients);
    if (settings.redis.mode == RedisSettings::Mode::Private)
        return startPrivateRedis();
    if (settings.redis.mode == RedisSettings::Mode::Off)
        return;
    const auto parsed = RedisUrl::parse(settings.redis.url);
    if (const auto *invalid = std::get_if<RedisUrl::Invalid>(&parsed))
        startError = u"REDIS_URL: "_s + invalid->message;
    else
        redis->setTarget(std::get<RedisUrl>(parsed));
}

// The server doesn't wait for it.
void Server::Private::startPrivateRedis()
{
    using redis::PrivateServer;
    PrivateServer::Settings server;
    server.folder = settings.dataDirectory + "/redis"_L1;
    if (!settings.redis.serverFolder.isEmpty())
        server.searchPaths = {settings.redis.serverFolder};
    server.changed = [clients = redis.get()](const PrivateServer::Status &status) {
        if (status.state != PrivateServer::State::Stopped) // it goes last, when nobody asks any more
            redis::follow(*clients, status);
    };
    privateRedis = std::make_unique<PrivateServer>(server);
}

// On any thread.
void Server::Private::logRedis(const redis::State &now)
{
    if (now.kind == redis::State::Kind::Starting)
        return;
    const bool isUp = now.kind == redis::State::Kind::Up;
    const bool wasAway = redisIsAway.exchange(!isUp);
    if (isUp && wasAway) // that it is there at first is no news
        telemetry.log().write(Level::Info, "redis_up", {{u"url"_s, now.url}});
    else if (now.kind == redis::State::Kind::Missing)
        telemetry.log().write(Level::Warn, "redis_missing", {{u"error"_s, now.error}, {u"hint"_s, now.hint}});
    else if (now.kind == redis::State::Kind::Down)
        telemetry.log().write(Level::Warn, "redis_down",
                              {{u"url"_s, now.url}, {u"error"_s, now.error}, {u"hint"_s, now.hint}});
}

// On a thread of the pool.
void Server::Private::logDatabase(const store::DatabaseState &now)
{
    if (now.isUp)
        telemetry.log().write(Level::Info, "database_up");
    else
        telemetry.log().write(Level::Warn, "database_down", {{u"error"_s, now.why}});
}

void Server::Private::prepared()
{
    if (state == State::Draining) // it was stopped meanwhile
        return flush();
    if (!startError.isEmpty())
        return fail(startError);
    makeApplication();
    aside([this] { prepareAccounts(); }, [this] { listen(); });
}

// On the worker.
void Server::Private::prepareAccounts()
{
    ensureAdmin();
    if (!startError.isEmpty())
        return;
    try {
        application->accounts.loadEndedTokens();
    } catch (const store::DatabaseError &error) {
        startError = error.detail();
    }
}

// It hashes a password.
void Server::Private::ensureAdmin()
{
    const AccountSettings &accounts = settings.accounts;
    if (accounts.adminEmail.isEmpty())
        return;
    try {
        if (application->accounts.users().ensureAdmin(accounts.adminEmail, accounts.adminPassword.toUtf8()))
            telemetry.log().write(Level::Info, "admin_ensured", {{u"email"_s, accounts.adminEmail}});
    } catch (const http::AppError &error) {
        startError = u"The admin %1 can't be made: %2"_s.arg(accounts.adminEmail, QString::fromUtf8(error.what()));
    }
}

void Server::Private::listen()
{
    if (state == State::Draining)
        return flush();
    if (!startError.isEmpty())
        return fail(startError);
    for (int attempt = 1;; ++attempt) {
        address = ListenAddress::find(settings.host, settings.port);
        if (!address.error.isEmpty())
            return fail(address.error);
        if (listenOnce())
            break;
        if (attempt == portAttempts)
            return fail(address.error);
        reactors.clear();
    }
    telemetry.log().write(Level::Info, "server_started",
                          {{u"url"_s, q->url().toString()}, {u"threads"_s, application->facts.threads}});
    setState(State::Listening);
}

// False when another program took the port between the look and the listening.
bool Server::Private::listenOnce()
{
    application->facts = {settings.telemetry.nodeName,           settings.dataDirectory,
                          address.url(settings.tls.has_value()), QDateTime::currentDateTimeUtc(),
                          reactorCount(settings.threads),        settings.tls.has_value()};
    for (int index = 0; index < application->facts.threads; ++index) {
        addReactor(index);
        address.error = reactors.back()->listen(address);
        if (!address.error.isEmpty())
            return false;
    }
    return true;
}

void Server::Private::fail(const QString &error)
{
    address.error = error;
    reactors.clear();
    const auto work = [this] {
        application.reset();
        privateRedis.reset(); // after all that would write to it
        redis.reset();
        database.reset();
    };
    aside(work, [this] {
        setState(State::Stopped);
        emit q->failed(address.error);
    });
}

void Server::Private::addReactor(int index)
{
    auto reactor = std::make_unique<Reactor>(index, *application, gate::Gate::Settings{settings.limits, settings.tls});
    connect(reactor.get(), &Reactor::drained, q, [this, raw = reactor.get()] { reactorDrained(raw); });
    connect(reactor.get(), &Reactor::dropped, q, [this](const QStringList &requests) { dropped += requests; });
    reactors.push_back(std::move(reactor));
}

void Server::Private::beginDrain()
{
    application->ready.startDraining();
    dropped.clear();
    dropping = false;
    setState(State::Draining);
    telemetry.log().write(Level::Info, "server_draining", {{u"requests"_s, telemetry.activeRequests()}});
    for (const auto &reactor : reactors) {
        undrained.push_back(reactor.get());
        reactor->drain();
    }
    emit q->draining(telemetry.activeRequests());
    progress.start();
    deadline.start(settings.shutdownTimeout);
}

// The time is over: first for the requests, then for the reactors themselves.
void Server::Private::pressOn()
{
    if (!dropping) {
        dropping = true;
        for (Reactor *reactor : undrained)
            reactor->dropAll();
        deadline.start(dropTimeout);
        return;
    }
    for (Reactor *reactor : std::exchange(undrained, {}))
        dropped += u"%1, stuck in a handler"_s.arg(reactor->objectName());
    endReactors();
}

void Server::Private::reactorDrained(Reactor *reactor)
{
    if (std::erase(undrained, reactor) > 0 && undrained.empty())
        endReactors();
}

void Server::Private::endReactors()
{
    deadline.stop();
    progress.stop();
    for (const auto &reactor : reactors)
        reactor->quit(); // all of them before the first is waited for
    reactors.clear();
    settings.demo = application->demo.isOn(); // the next start goes on with it
    flush();
}

// Aside, since the database may be slow to finish, and the log to write.
void Server::Private::flush()
{
    for (const QString &request : dropped)
        telemetry.log().write(Level::Warn, "request_dropped", {{u"request"_s, request}});
    const auto work = [this] {
        application.reset();
        privateRedis.reset(); // after all that would write to it
        redis.reset();
        database.reset();
        telemetry.flush(); // so that this is the last line
        telemetry.log().write(Level::Info, "server_stopped", {{u"dropped"_s, dropped.size()}});
        telemetry.flush();
    };
    aside(work, [this] { finish(); });
}

void Server::Private::finish()
{
    setState(State::Stopped);
    emit q->stopped(dropped);
}

Server::Server(Settings settings, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(settings)))
{
}

Server::~Server()
{
    d->reactors.clear();
    if (d->worker)
        d->worker->wait();
}

void Server::start()
{
    Q_ASSERT(d->state == State::Stopped);
    d->address = {};
    d->startError.clear();
    d->dropped.clear();
    d->setState(State::Starting);
    const auto prepare = [this] {
        d->loadSecrets();
        if (d->startError.isEmpty())
            d->openRedis();
        if (d->startError.isEmpty())
            d->openDatabase();
    };
    d->aside(prepare, [this] { d->prepared(); });
}

void Server::stop()
{
    if (d->state == State::Starting)
        d->setState(State::Draining); // until the database has been opened
    else if (d->state == State::Listening)
        d->beginDrain();
    else if (d->state == State::Draining && !d->undrained.empty() && !d->dropping)
        d->pressOn();
}

void Server::setPort(quint16 port)
{
    d->settings.port = port;
}

Server::State Server::state() const
{
    return d->state;
}

QUrl Server::url() const
{
    return d->address.url(d->settings.tls.has_value());
}

QString Server::errorString() const
{
    return d->address.error;
}

bool Server::isPortTaken() const
{
    return d->address.isPortTaken;
}

telemetry::Telemetry &Server::telemetry()
{
    return d->telemetry;
}

} // namespace signalbox
