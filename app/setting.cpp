// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setting.h"

#include "configuration.h"
#include "setting_kinds.h"

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;
constexpr qint64 GiB = 1024 * MiB;

Setting make(QString key, QString fallback, QString help, Kind kind)
{
    Setting setting;
    setting.key = std::move(key);
    setting.fallback = std::move(fallback);
    setting.help = std::move(help);
    setting.allowed = std::move(kind.allowed);
    setting.apply = std::move(kind.apply);
    return setting;
}

Setting flag(QString key, QString valueName, QString fallback, QString help, Kind kind)
{
    Setting setting = make(std::move(key), std::move(fallback), std::move(help), std::move(kind));
    setting.valueName = std::move(valueName);
    setting.hasFlag = true;
    return setting;
}

Setting onOff(QString key, QString help, Kind kind)
{
    return flag(std::move(key), {}, u"false"_s, std::move(help), std::move(kind));
}

Setting value(QString key, QString fallback, QString help, Kind kind)
{
    Setting setting = make(std::move(key), std::move(fallback), std::move(help), std::move(kind));
    setting.valueName = u"VALUE"_s;
    return setting;
}

Setting secret(QString key, QString help, Kind kind)
{
    Setting setting = value(std::move(key), {}, std::move(help), std::move(kind));
    setting.secret = true;
    return setting;
}

Setting shownNowhere(Setting setting)
{
    setting.secret = true;
    return setting;
}

using C = Configuration;

void useRedis(RedisSettings &redis, const QString &url)
{
    const bool isNone = url == noRedis;
    redis.mode = isNone ? RedisSettings::Mode::Off : RedisSettings::Mode::Url;
    redis.url = isNone ? QString() : url;
}

void useStrategy(cache::NamespaceSettings &space, const QString &name)
{
    space.strategy = *cache::strategyNamed(name); // it is one of its choices
}

std::vector<Setting> programSettings()
{
    return {
        onOff(u"headless"_s, u"serve without a window"_s, booleanKind([](C &c, bool v) { c.headless = v; })),
        flag(u"attach"_s, u"URL"_s, {}, u"watch a server that runs elsewhere, and start none"_s,
             urlKind({u"http"_s, u"https"_s}, [](C &c, const QString &v) { c.attach = QUrl(v); })),
        flag(u"host"_s, u"ADDRESS"_s, u"127.0.0.1"_s, u"listen on this address"_s,
             addressKind([](C &c, const QString &v) { c.server.host = v; })),
        flag(u"port"_s, u"PORT"_s, u"3000"_s, u"listen on this port; 0 takes a free one"_s,
             integerKind(0, 65535, [](C &c, qint64 v) { c.server.port = quint16(v); })),
        flag(u"threads"_s, u"N"_s, u"0"_s, u"threads that serve; 0 is one for each core"_s,
             integerKind(0, 256, [](C &c, qint64 v) { c.server.threads = int(v); })),
        flag(u"data-dir"_s, u"DIR"_s, {}, u"keep data here (default ~/.local/share/signalbox)"_s,
             fileKind([](C &c, const QString &v) { c.server.dataDirectory = v; })),
        flag(u"slow-ms"_s, u"MS"_s, u"500"_s, u"a request that takes longer is slow"_s,
             integerKind(1, 3'600'000, [](C &c, qint64 v) { c.server.telemetry.slowUs = v * 1000; })),
        flag(u"log-level"_s, u"LEVEL"_s, u"info"_s, u"trace, debug, info, warn, error or off"_s,
             choiceKind({u"trace"_s, u"debug"_s, u"info"_s, u"warn"_s, u"error"_s, u"off"_s},
                        [](C &c, const QString &v) { c.server.telemetry.logLevel = v; })),
        flag(u"tls-cert"_s, u"FILE"_s, {}, u"serve HTTPS with this certificate (PEM, with its chain)"_s,
             fileKind([](C &c, const QString &v) { c.tlsCertificate = v; })),
        flag(u"tls-key"_s, u"FILE"_s, {}, u"... and this private key (PEM)"_s,
             fileKind([](C &c, const QString &v) { c.tlsKey = v; })),
        flag(u"cors-origins"_s, u"LIST"_s, {}, u"origins that browsers may call from, with commas between, or *"_s,
             originsKind([](C &c, const QStringList &v) { c.server.corsOrigins = v; })),
        flag(u"shutdown-timeout"_s, u"TIME"_s, u"10s"_s, u"how long a stop waits for requests in flight"_s,
             durationKind(0s, 1h, [](C &c, milliseconds v) { c.server.shutdownTimeout = v; })),
        onOff(u"demo"_s, u"add the sample routes under /demo"_s, booleanKind([](C &c, bool v) { c.server.demo = v; })),
    };
}

std::vector<Setting> secretSettings()
{
    return {
        secret(u"admin-token"_s, u"the token of the admin API; without it one is made and kept"_s,
               textKind([](C &c, const QString &v) { c.server.adminToken = v.toUtf8(); })),
        shownNowhere(flag(u"admin-email"_s, u"EMAIL"_s, {}, u"make the user of this email an admin, with ..."_s,
                          emailKind([](C &c, const QString &v) { c.server.accounts.adminEmail = v; }))),
        shownNowhere(flag(u"admin-password"_s, u"PASSWORD"_s, {}, u"... this password; better by its variable"_s,
                          passwordKind([](C &c, const QString &v) { c.server.accounts.adminPassword = v; }))),
        secret(u"jwt-secret"_s, u"signs access tokens; without it one is made and kept"_s,
               secretKind([](C &c, const QString &v) { c.jwtSecret = v; })),
        secret(u"auth.jwt-secrets"_s, u"earlier ones, whose tokens still count"_s,
               secretsKind([](C &c, const QStringList &v) { c.earlierJwtSecrets = v; })),
        secret(u"redis-url"_s,
               u"the Redis for cache and limits; without it a private one is started, with none there is none"_s,
               redisKind([](C &c, const QString &v) { useRedis(c.server.redis, v); })),
        secret(u"database-url"_s, u"the database for users; without it signalbox.db in the data folder"_s,
               databaseKind([](C &c, const QString &v) { c.server.database.url = v; })),
        secret(u"mail.smtp-url"_s, u"the server that takes mail; without it mail goes into the folder"_s,
               smtpKind([](C &c, const QString &v) { c.server.mail.smtpUrl = v; })),
    };
}

std::vector<Setting> limitSettings()
{
    return {
        value(u"limits.head-size"_s, u"16 KiB"_s, u"a request's line and header fields; 431 beyond"_s,
              sizeKind(KiB, MiB, [](C &c, qint64 v) { c.server.limits.headBytes = v; })),
        value(u"limits.head-fields"_s, u"100"_s, u"header fields; 431 beyond"_s,
              integerKind(8, 10'000, [](C &c, qint64 v) { c.server.limits.headFields = int(v); })),
        value(u"limits.target-size"_s, u"8 KiB"_s, u"a request's target; 414 beyond"_s,
              sizeKind(64, MiB, [](C &c, qint64 v) { c.server.limits.targetBytes = v; })),
        value(u"limits.head-timeout"_s, u"10s"_s, u"for a head to be complete; 408 beyond"_s,
              durationKind(100ms, 1h, [](C &c, milliseconds v) { c.server.limits.headTimeout = v; })),
        value(u"limits.body-size"_s, u"1 MiB"_s, u"a body, of routes that set no limit of their own; 413 beyond"_s,
              sizeKind(0, GiB, [](C &c, qint64 v) { c.server.limits.bodyBytes = v; })),
        value(u"limits.body-rate"_s, u"1 KiB"_s, u"a second, that a body must come with; 408 below"_s,
              sizeKind(0, GiB, [](C &c, qint64 v) { c.server.limits.bodyBytesPerSecond = v; })),
        value(u"limits.body-window"_s, u"10s"_s, u"over which that rate is taken"_s,
              durationKind(100ms, 1h, [](C &c, milliseconds v) { c.server.limits.bodyWindow = v; })),
        value(u"limits.idle-timeout"_s, u"60s"_s, u"for the next request on a connection; then it is closed"_s,
              durationKind(100ms, 24h, [](C &c, milliseconds v) { c.server.limits.idleTimeout = v; })),
        value(u"limits.connections"_s, u"10000"_s, u"at a time; beyond, accepting stops until there is room"_s,
              integerKind(1, 1'000'000, [](C &c, qint64 v) { c.server.limits.connections = int(v); })),
        value(u"limits.unsent-size"_s, u"1 MiB"_s, u"of an answer that a client doesn't read ..."_s,
              sizeKind(16 * KiB, GiB, [](C &c, qint64 v) { c.server.limits.unsentBytes = v; })),
        value(u"limits.unsent-timeout"_s, u"30s"_s, u"... for this long; then it is dropped"_s,
              durationKind(100ms, 1h, [](C &c, milliseconds v) { c.server.limits.unsentTimeout = v; })),
        value(u"limits.pipelined"_s, u"64"_s, u"requests read ahead of their answers; reading stops beyond"_s,
              integerKind(1, 10'000, [](C &c, qint64 v) { c.server.limits.pipelined = int(v); })),
    };
}

std::vector<Setting> rateLimitSettings()
{
    return {
        value(u"rate-limit.requests"_s, u"0"_s,
              u"of one client in that window, on routes that set no limit of their own; 429 beyond; 0 is any number"_s,
              integerKind(0, 1'000'000, [](C &c, qint64 v) { c.server.rateLimit.requests = int(v); })),
        value(u"rate-limit.window"_s, u"60s"_s, u"a client is a user, or an address (IPv6: its /64)"_s,
              durationKind(1s, 24h, [](C &c, milliseconds v) { c.server.rateLimit.window = v; })),
        value(u"rate-limit.clients"_s, u"100000"_s, u"whose requests are counted at a time, at some 150 bytes each"_s,
              integerKind(1000, 10'000'000, [](C &c, qint64 v) { c.server.rateLimitClients = v; })),
    };
}

std::vector<Setting> databaseSettings()
{
    return {
        value(u"database.connections"_s, u"4"_s, u"that read; with PostgreSQL, that read and write"_s,
              integerKind(1, 100, [](C &c, qint64 v) { c.server.database.connections = int(v); })),
        value(u"database.queued"_s, u"256"_s, u"pieces of work that wait for a connection; 503 beyond"_s,
              integerKind(1, 100'000, [](C &c, qint64 v) { c.server.database.queued = int(v); })),
        value(u"database.deadline"_s, u"5s"_s, u"for one to wait and run; 504 beyond"_s,
              durationKind(100ms, 1h, [](C &c, milliseconds v) { c.server.database.deadline = v; })),
    };
}

std::vector<Setting> cacheSettings()
{
    return {
        value(u"redis.deadline"_s, u"250ms"_s, u"for a command; then Redis is passed by until it answers again"_s,
              durationKind(10ms, 10s, [](C &c, milliseconds v) { c.server.redis.deadline = v; })),
        value(u"redis.memory"_s, u"1 GiB"_s, u"the most that a private Redis takes; writes are refused beyond"_s,
              sizeKind(16 << 20, qint64(1) << 40, [](C &c, qint64 v) { c.server.redis.memory = v; })),
        value(u"redis.server-dir"_s, {}, u"the folder of redis-server, to start a private one (default: PATH)"_s,
              fileKind([](C &c, const QString &v) { c.server.redis.serverFolder = v; })),
        value(u"cache.strategy"_s, u"invalidate"_s,
              u"how cached users are kept right; what each promises is in cache.md"_s,
              choiceKind(cache::strategyNames(), [](C &c, const QString &v) { useStrategy(c.server.cache.user, v); })),
        value(u"cache.ttl"_s, u"60s"_s, u"how long a value is kept, 10 % more or less"_s,
              durationKind(1s, 24h, [](C &c, milliseconds v) { c.server.cache.user.ttl = v; })),
        value(u"cache.not-found-ttl"_s, u"5s"_s, u"... that somebody isn't there"_s,
              durationKind(0s, 1h, [](C &c, milliseconds v) { c.server.cache.user.notFoundTtl = v; })),
        value(u"cache.local-ttl"_s, u"10s"_s, u"... in the process itself (pubsub)"_s,
              durationKind(0s, 1h, [](C &c, milliseconds v) { c.server.cache.user.localTtl = v; })),
        value(u"cache.local-entries"_s, u"10000"_s, u"kept in the process itself, at most"_s,
              integerKind(0, 10'000'000, [](C &c, qint64 v) { c.server.cache.user.localEntries = v; })),
        value(u"cache.local-size"_s, u"64 MiB"_s, u"memory for them"_s,
              sizeKind(0, 16 * GiB, [](C &c, qint64 v) { c.server.cache.user.localBytes = v; })),
        value(u"cache.value-size"_s, u"256 KiB"_s, u"a larger value isn't kept"_s,
              sizeKind(KiB, 64 * MiB, [](C &c, qint64 v) { c.server.cache.user.largestValue = v; })),
    };
}

std::vector<Setting> authSettings()
{
    return {
        value(u"auth.bcrypt-cost"_s, u"12"_s, u"of passwords: each step doubles what a login computes"_s,
              integerKind(4, 15, [](C &c, qint64 v) { c.server.accounts.bcryptCost = int(v); })),
        value(
            u"auth.access-token-life"_s, u"15m"_s, u"then a client has to refresh"_s,
            durationKind(10s, 24h,
                         [](C &c, milliseconds v) { c.server.accounts.accessTokenLife = duration_cast<seconds>(v); })),
        value(
            u"auth.refresh-token-life"_s, u"720h"_s, u"since its last use a session lasts so long"_s,
            durationKind(1min, 24h * 365,
                         [](C &c, milliseconds v) { c.server.accounts.refreshTokenLife = duration_cast<seconds>(v); })),
        value(u"auth.register-rate"_s, u"60"_s,
              u"registrations of an address in a minute; 429 beyond; 0 is as many as of any route"_s,
              integerKind(0, 1'000'000, [](C &c, qint64 v) { c.server.accounts.registerRate = int(v); })),
        value(u"auth.refresh-rate"_s, u"300"_s, u"refreshes of tokens, likewise"_s,
              integerKind(0, 1'000'000, [](C &c, qint64 v) { c.server.accounts.refreshRate = int(v); })),
    };
}

std::vector<Setting> mailSettings()
{
    return {
        value(u"mail.from"_s, u"Signalbox <signalbox@localhost>"_s, u"the sender of mail"_s,
              senderKind([](C &c, const QString &v) { c.server.mail.from = v; })),
        value(u"mail.outbox"_s, {}, u"the folder for mail (default: outbox in the data folder)"_s,
              fileKind([](C &c, const QString &v) { c.server.mail.outboxFolder = v; })),
    };
}

std::vector<Setting> telemetrySettings()
{
    return {
        value(u"telemetry.enabled"_s, u"true"_s, u"off only to measure what it costs"_s,
              booleanKind([](C &c, bool v) { c.server.telemetry.enabled = v; })),
        value(u"telemetry.journal-size"_s, u"64 MiB"_s,
              u"memory for requests, a quarter of it for slow and failed ones"_s,
              sizeKind(MiB, 16 * GiB, [](C &c, qint64 v) { c.server.telemetry.journalBytes = v; })),
        value(u"telemetry.series-size"_s, u"48 MiB"_s, u"memory for the figures of the last hour and day"_s,
              sizeKind(MiB, 16 * GiB, [](C &c, qint64 v) { c.server.telemetry.seriesBytes = v; })),
        value(u"telemetry.node-name"_s, {}, u"what log lines call this server (default: the machine's name)"_s,
              textKind([](C &c, const QString &v) { c.server.telemetry.nodeName = v; })),
        value(u"log.file"_s, {}, u"default: standard error; with a window, signalbox.log in the data folder"_s,
              fileKind([](C &c, const QString &v) { c.server.telemetry.logFile = v; })),
        value(u"log.rotate-size"_s, u"32 MiB"_s, u"a log file that grows beyond is put aside"_s,
              sizeKind(64 * KiB, 16 * GiB, [](C &c, qint64 v) { c.server.telemetry.logRotateBytes = v; })),
        value(u"log.files"_s, u"5"_s, u"that are kept"_s,
              integerKind(1, 100, [](C &c, qint64 v) { c.server.telemetry.logFiles = int(v); })),
    };
}

std::vector<Setting> jobSettings()
{
    return {
        value(u"jobs.prefix"_s, u"bull"_s, u"of the keys of this server's queues in Redis, as BullMQ calls it"_s,
              textKind([](C &c, const QString &v) { c.server.jobs.prefix = v.toUtf8(); })),
        value(u"jobs.workers"_s, u"true"_s, u"work on them; false: only add to them, and leave the work to others"_s,
              booleanKind([](C &c, bool v) { c.server.jobs.works = v; })),
        value(u"jobs.email-concurrency"_s, u"5"_s, u"messages that are sent at a time"_s,
              integerKind(1, 100, [](C &c, qint64 v) { c.server.jobs.emailConcurrency = int(v); })),
    };
}

std::vector<Setting> makeAll()
{
    std::vector<Setting> all;
    for (auto group : {programSettings(), secretSettings(), limitSettings(), rateLimitSettings(), databaseSettings(),
                       cacheSettings(), jobSettings(), authSettings(), mailSettings(), telemetrySettings()})
        std::ranges::move(group, std::back_inserter(all));
    return all;
}

// The variables that such programs share by custom.
constexpr QLatin1StringView CustomaryVariables[] = {"HOST"_L1,       "PORT"_L1,      "LOG_LEVEL"_L1,
                                                    "JWT_SECRET"_L1, "REDIS_URL"_L1, "DATABASE_URL"_L1};

} // namespace

QString Setting::flag() const
{
    return u"--"_s + key;
}

QString Setting::variable() const
{
    const QString name = key.toUpper().replace(u'-', u'_').replace(u'.', u'_');
    const bool customary = std::ranges::find(CustomaryVariables, name) != std::end(CustomaryVariables);
    return customary ? name : u"SIGNALBOX_"_s + name;
}

const std::vector<Setting> &allSettings()
{
    static const std::vector<Setting> settings = makeAll();
    return settings;
}

const Setting *findSetting(const QString &key)
{
    const auto &settings = allSettings();
    const auto found = std::ranges::find(settings, key, &Setting::key);
    return found == settings.end() ? nullptr : &*found;
}

} // namespace signalbox::app
