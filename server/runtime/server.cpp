// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/server.h"

#include "admin/authenticator.h"
#include "limits/redis_rate_limiter.h"
#include "runtime/application.h"
#include "runtime/listen_address.h"
#include "runtime/own_queues.h"
#include "runtime/reactor.h"
#include "runtime/stores.h"

#include <QJsonArray>
#include <QThread>
#include <QTimer>

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
    void prepare();
    void prepared();
    void makeApplication();
    void prepareAccounts();
    void ensureAdmin();
    void listen();
    void makeJobEngine();
    bool listenOnce();
    void fail(const QString &error);
    void addReactor(int index);
    void beginDrain();
    void pressOn();
    void reactorDrained(Reactor *reactor);
    void jobsDrained();
    bool isDrained() const { return undrained.empty() && !areJobsUndrained; }
    void endReactors();
    void flush();
    void finish();

    Server *q;
    Settings settings;
    telemetry::Telemetry telemetry;
    std::unique_ptr<Stores> stores; // of one run, from start to stop
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
    bool areJobsUndrained = false;
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
    redis::Clients &redis = stores->redis();
    const Application::Parts parts{telemetry, stores->database(), redis};
    application = std::make_unique<Application>(parts, settings.cache, secrets, settings.accounts, settings.demo,
                                                settings.dataDirectory, settings.jobs, settings.mail);
    application->commandWorkers = settings.workers;
    application->ready.add("database", [&database = stores->database()] { return database.state().isUp; });
    if (!redis.isOff())
        application->ready.addNote("redis", [&redis] { return redis.state().kind == redis::State::Kind::Up; });
    if (const auto *server = stores->privateRedis())
        application->redisProcess = [server] {
            const redis::PrivateServer::Status status = server->status();
            return admin::RedisProcess{status.processId, status.restarts};
        };
    application->runToken = std::make_shared<admin::RunTokenAuthenticator>(settings.adminToken);
    application->corsOrigins = settings.corsOrigins;
    application->rateLimiter = std::make_shared<limits::RedisRateLimiter>(
        redis, limits::CounterNames(secrets.signing()), settings.rateLimitClients);
    application->rateLimit = settings.rateLimit;
}

// On the worker.
void Server::Private::prepare()
{
    secrets = auth::JwtSecrets::load(settings.dataDirectory, settings.accounts.jwtSecrets);
    startError = secrets.errorString();
    if (!startError.isEmpty())
        return;
    stores = std::make_unique<Stores>(settings, telemetry.log());
    startError = stores->open();
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
    startError = application->mailer.errorString();
    if (startError.isEmpty())
        ensureAdmin();
    if (startError.isEmpty())
        startError = application->queues.open(ownPrefixes(*application));
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
    makeJobEngine();
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
    if (application->jobEngine)
        application->jobEngine->begin();
    telemetry.log().write(Level::Info, "server_started",
                          {{u"url"_s, q->url().toString()}, {u"threads"_s, application->facts.threads}});
    setState(State::Listening);
}

// Before the reactors, which ask it to cancel jobs.
void Server::Private::makeJobEngine()
{
    if (stores->redis().isOff() || !settings.jobs.works)
        return;
    application->jobEngine = std::make_unique<JobEngine>(*application);
    JobEngine *const engine = application->jobEngine.get();
    connect(engine, &JobEngine::drained, q, [this] { jobsDrained(); });
    connect(engine, &JobEngine::dropped, q, [this](const QStringList &jobs) { dropped += jobs; });
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
    if (application)
        application->jobEngine.reset();
    const auto work = [this] {
        application.reset();
        stores.reset(); // after all that would write to them
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
    if (application->jobEngine) {
        areJobsUndrained = true;
        application->jobEngine->drain();
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
        if (areJobsUndrained)
            application->jobEngine->dropAll();
        deadline.start(dropTimeout);
        return;
    }
    for (Reactor *reactor : std::exchange(undrained, {}))
        dropped += u"%1, stuck in a handler"_s.arg(reactor->objectName());
    if (std::exchange(areJobsUndrained, false))
        dropped += u"jobs, stuck in a processor"_s;
    endReactors();
}

void Server::Private::reactorDrained(Reactor *reactor)
{
    if (std::erase(undrained, reactor) > 0 && isDrained())
        endReactors();
}

void Server::Private::jobsDrained()
{
    if (std::exchange(areJobsUndrained, false) && isDrained())
        endReactors();
}

void Server::Private::endReactors()
{
    deadline.stop();
    progress.stop();
    for (const auto &reactor : reactors)
        reactor->quit(); // all of them before the first is waited for
    reactors.clear();
    application->jobEngine.reset();
    settings.demo = application->demo.isOn(); // the next start goes on with what was chosen
    settings.cache.user = application->cache.user().settings();
    flush();
}

// Aside, since the database may be slow to finish, and the log to write.
void Server::Private::flush()
{
    for (const QString &request : dropped)
        telemetry.log().write(Level::Warn, "request_dropped", {{u"request"_s, request}});
    const auto work = [this] {
        application.reset();
        stores.reset(); // after all that would write to them
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
    if (d->application)
        d->application->jobEngine.reset();
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
    d->aside([this] { d->prepare(); }, [this] { d->prepared(); });
}

void Server::stop()
{
    if (d->state == State::Starting)
        d->setState(State::Draining); // until the database has been opened
    else if (d->state == State::Listening)
        d->beginDrain();
    else if (d->state == State::Draining && !d->isDrained() && !d->dropping)
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
