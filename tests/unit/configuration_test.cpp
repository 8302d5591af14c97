// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command_line.h"
#include "configuration.h"
#include "setting.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using namespace signalbox::app;

namespace cache = signalbox::cache;
using signalbox::RedisSettings;
using signalbox::Server;

namespace {

ConfigurationFile file(const char *text)
{
    return {u"signalbox.toml"_s, text};
}

using Result = std::variant<Configuration, ConfigurationError>;

Result withFile(const char *text)
{
    return configure({}, {}, file(text));
}

Result withArguments(const QStringList &arguments, const Environment &environment = {},
                     const std::optional<ConfigurationFile> &file = {})
{
    const auto commandLine = parseCommandLine(arguments);
    if (const auto *error = std::get_if<ConfigurationError>(&commandLine))
        return *error;
    return configure(std::get<CommandLine>(commandLine), environment, file);
}

QString messageOf(const Result &result)
{
    const auto *error = std::get_if<ConfigurationError>(&result);
    return error ? error->message : QString();
}

ConfigurationFile exampleFile()
{
    QFile example(QStringLiteral(SIGNALBOX_SOURCE_DIR "/docs/signalbox.example.toml"));
    return {u"example"_s, example.open(QIODevice::ReadOnly) ? example.readAll() : QByteArray()};
}

} // namespace

class ConfigurationTest : public QObject {
    Q_OBJECT

private slots:
    void flagBeatsEnvironmentBeatsFileBeatsDefault()
    {
        const auto port = [](const Result &result) { return std::get<Configuration>(result).server.port; };
        const Environment environment{{u"PORT"_s, u"3002"_s}};
        QCOMPARE(port(withArguments({})), 3000);
        QCOMPARE(port(withFile("port = 3001")), 3001);
        QCOMPARE(port(withArguments({}, environment, file("port = 3001"))), 3002);
        QCOMPARE(port(withArguments({u"--port"_s, u"3003"_s}, environment, file("port = 3001"))), 3003);
    }

    void everyDefaultInHelpIsTheRealOne()
    {
        for (const Setting &setting : allSettings()) {
            if (setting.fallback.isEmpty())
                continue;
            Configuration configuration;
            QVERIFY2(setting.apply(Value::fromText(setting.fallback), configuration), qPrintable(setting.key));
        }
        Configuration applied;
        for (const Setting &setting : allSettings())
            if (!setting.fallback.isEmpty())
                setting.apply(Value::fromText(setting.fallback), applied);
        const Configuration fresh;
        compareServers(applied.server, fresh.server);
        QCOMPARE(applied.headless, fresh.headless);
    }

    void exampleFileNamesEveryKeyAndChangesNothing()
    {
        const ConfigurationFile example = exampleFile();
        QVERIFY(!example.text.isEmpty());
        const Result result = configure({}, {}, example);
        QCOMPARE(messageOf(result), QString());
        compareServers(std::get<Configuration>(result).server, signalbox::Server::Settings());
        const QString text = QString::fromUtf8(example.text);
        for (const Setting &setting : allSettings()) {
            const QString name = setting.key.section(u'.', -1);
            const QRegularExpression line(u"^(# )?%1 = "_s.arg(name), QRegularExpression::MultilineOption);
            QVERIFY2(line.match(text).hasMatch(), qPrintable(setting.key));
        }
    }

    void exampleFileSaysWhatIsAllowed()
    {
        const QString text = QString::fromUtf8(exampleFile().text);
        static const QRegularExpression range(u"from (.+) to ([^,]+)"_s);
        for (const Setting &setting : allSettings()) {
            const auto match = range.match(setting.allowed);
            if (match.hasMatch())
                QVERIFY2(text.contains(match.captured(1) + u" to "_s + match.captured(2)), qPrintable(setting.key));
        }
    }

    void theDocumentHasEveryKeyAsItIs()
    {
        QFile file(QStringLiteral(SIGNALBOX_SOURCE_DIR "/docs/configuration.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        for (const Setting &setting : allSettings()) {
            const QString fallback = setting.fallback.isEmpty() ? QString() : u'`' + setting.fallback + u'`';
            const QStringList cells{u'`' + setting.key.section(u'.', -1) + u'`', fallback, setting.help,
                                    setting.allowed};
            const QString row = u"| "_s + cells.join(" | "_L1) + u" |"_s;
            QVERIFY2(text.contains(row), qPrintable(row));
        }
    }

    void readsEveryKindOfValue()
    {
        const Result result = withFile("host = '::1'\n"
                                       "demo = true\n"
                                       "cors-origins = ['http://localhost:5173', 'https://app.example.com']\n"
                                       "shutdown-timeout = '1.5s'\n"
                                       "[limits]\n"
                                       "head-size = '32 KiB'\n"
                                       "target-size = 4096\n"
                                       "idle-timeout = '5m'\n"
                                       "connections = 42\n"
                                       "[telemetry]\n"
                                       "enabled = false\n");
        QCOMPARE(messageOf(result), QString());
        const auto &server = std::get<Configuration>(result).server;
        QCOMPARE(server.host, u"::1"_s);
        QVERIFY(server.demo);
        QCOMPARE(server.corsOrigins.size(), 2);
        QCOMPARE(server.shutdownTimeout, 1500ms);
        QCOMPARE(server.limits.headBytes, 32 * 1024);
        QCOMPARE(server.limits.targetBytes, 4096);
        QCOMPARE(server.limits.idleTimeout, 300'000ms);
        QCOMPARE(server.limits.connections, 42);
        QVERIFY(!server.telemetry.enabled);
    }

    void readsTheEnvironment()
    {
        const Environment environment{{u"HOST"_s, u"0.0.0.0"_s},
                                      {u"LOG_LEVEL"_s, u"warn"_s},
                                      {u"JWT_SECRET"_s, u"0123456789abcdef0123456789abcdef"_s},
                                      {u"SIGNALBOX_AUTH_JWT_SECRETS"_s, u"an-earlier-one-which-is-long-enough"_s},
                                      {u"SIGNALBOX_ADMIN_EMAIL"_s, u"root@example.com"_s},
                                      {u"SIGNALBOX_ADMIN_PASSWORD"_s, u"correct horse"_s},
                                      {u"REDIS_URL"_s, u"redis://127.0.0.1:6379"_s},
                                      {u"DATABASE_URL"_s, u"postgresql://127.0.0.1/app"_s},
                                      {u"SIGNALBOX_SLOW_MS"_s, u"250"_s},
                                      {u"SIGNALBOX_LIMITS_HEAD_SIZE"_s, u"8 KiB"_s},
                                      {u"SIGNALBOX_CORS_ORIGINS"_s, u"http://a.example,http://b.example"_s},
                                      {u"SIGNALBOX_ADMIN_TOKEN"_s, u"token"_s},
                                      {u"SIGNALBOX_SERVICE_HOST"_s, u"10.0.0.1"_s}};
        const Result result = withArguments({}, environment);
        QCOMPARE(messageOf(result), QString());
        const auto &configuration = std::get<Configuration>(result);
        QCOMPARE(configuration.server.host, u"0.0.0.0"_s);
        QCOMPARE(configuration.server.telemetry.logLevel, u"warn"_s);
        QCOMPARE(configuration.server.accounts.jwtSecrets.first(), "0123456789abcdef0123456789abcdef"_ba);
        QCOMPARE(configuration.server.accounts.adminEmail, u"root@example.com"_s);
        QCOMPARE(configuration.server.accounts.adminPassword, u"correct horse"_s);
        QCOMPARE(configuration.server.redis.mode, RedisSettings::Mode::Url);
        QCOMPARE(configuration.server.redis.url, u"redis://127.0.0.1:6379"_s);
        QCOMPARE(configuration.server.database.url, u"postgresql://127.0.0.1/app"_s);
        QCOMPARE(configuration.server.telemetry.slowUs, 250'000);
        QCOMPARE(configuration.server.limits.headBytes, 8 * 1024);
        QCOMPARE(configuration.server.corsOrigins.size(), 2);
        QCOMPARE(configuration.server.adminToken, "token");
    }

    void choosesARedis_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<RedisSettings::Mode>("mode");
        QTest::addColumn<QString>("kept");
        QTest::newRow("a private one") << QString() << RedisSettings::Mode::Private << QString();
        QTest::newRow("none") << u"none"_s << RedisSettings::Mode::Off << QString();
        QTest::newRow("one's own") << u"unix:///run/redis.sock"_s << RedisSettings::Mode::Url
                                   << u"unix:///run/redis.sock"_s;
    }

    void choosesARedis()
    {
        QFETCH(QString, url);
        QFETCH(RedisSettings::Mode, mode);
        QFETCH(QString, kept);
        const Result result = withArguments({}, {{u"REDIS_URL"_s, url}});
        QCOMPARE(messageOf(result), QString());
        const RedisSettings &redis = std::get<Configuration>(result).server.redis;
        QCOMPARE(redis.mode, mode);
        QCOMPARE(redis.url, kept);
    }

    void readsTheCache()
    {
        const QByteArray text = "[redis]\ndeadline = \"100ms\"\n[cache]\nstrategy = \"versioned\"\nttl = \"5m\"\n"
                                "not-found-ttl = \"0s\"\nlocal-entries = 5\nvalue-size = \"1 MiB\"\n";
        const Result result = configure({}, {}, ConfigurationFile{u"signalbox.toml"_s, text});
        QCOMPARE(messageOf(result), QString());
        const Server::Settings &server = std::get<Configuration>(result).server;
        QCOMPARE(server.redis.deadline, 100ms);
        QCOMPARE(server.cache.user.strategy, cache::Strategy::Versioned);
        QCOMPARE(server.cache.user.ttl, 300'000ms);
        QCOMPARE(server.cache.user.notFoundTtl, 0ms);
        QCOMPARE(server.cache.user.localEntries, 5);
        QCOMPARE(server.cache.user.largestValue, 1024 * 1024);
    }

    void refusesAFileInOneLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *text, const QString &message) {
            QTest::newRow(name) << QByteArray(text) << u"signalbox.toml:"_s + message;
        };
        row("unknown key with a near one", "\nprot = 3000", u"2: unknown key prot; did you mean port?"_s);
        row("unknown key in a section", "[limits]\nhead-sise = 1",
            u"2: unknown key limits.head-sise; "
            "did you mean limits.head-size?"_s);
        row("unknown key like none", "[log]\nwherever = 1",
            u"2: unknown key log.wherever; "
            "allowed are log.file, log.rotate-size, log.files"_s);
        row("wrong type", "port = \"3000\"", u"1: port must be an integer from 0 to 65535, not \"3000\""_s);
        row("fraction", "\n\nport = 3.5", u"3: port must be an integer from 0 to 65535, not 3.5"_s);
        row("out of range", "port = 65536", u"1: port must be an integer from 0 to 65535, not 65536"_s);
        row("below range", "threads = -1", u"1: threads must be an integer from 0 to 256, not -1"_s);
        row("boolean as text", "demo = \"yes\"", u"1: demo must be true or false, not \"yes\""_s);
        row("no choice", "log-level = \"loud\"",
            u"1: log-level must be one of trace, debug, info, warn, error, off, "
            "not \"loud\""_s);
        row("size without a unit that is known", "[limits]\nhead-size = \"16 KB/s\"",
            u"2: limits.head-size must be a size from 1 KiB to 1 MiB, like \"16 KiB\" or a number of bytes, "
            "not \"16 KB/s\""_s);
        row("duration without a unit", "[limits]\nhead-timeout = 10",
            u"2: limits.head-timeout must be a duration from 100ms to 1h, like \"10s\" or \"250ms\", not 10"_s);
        row("duration too long", "shutdown-timeout = \"2h\"",
            u"1: shutdown-timeout must be a duration from 0s to 1h, like \"10s\" or \"250ms\", not \"2h\""_s);
        row("no email", "admin-email = \"root@localhost\"", u"1: admin-email must be an email address"_s);
        row("no address", "host = \"localhos\"",
            u"1: host must be an address of this machine, like 127.0.0.1, ::1, "
            "0.0.0.0 or localhost, not \"localhos\""_s);
        row("no origin", "cors-origins = [\"localhost:5173\"]",
            u"1: cors-origins must be a list of origins like \"http://localhost:5173\", or \"*\", "
            "not [ 'localhost:5173' ]"_s);
        row("a secret is not shown", "redis-url = \"http://user:password@host\"",
            u"1: redis-url must be redis://user:password@host:6379/0, rediss://… or unix:///path/to/socket, or none"_s);
        row("a section where a value belongs", "[port]\nnumber = 3",
            u"2: unknown key port.number; the sections are [limits], [rate-limit], [database], [redis], [cache], "
            u"[auth], "
            "[telemetry] and [log]"_s);
    }

    void refusesAFileInOneLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        QCOMPARE(messageOf(configure({}, {}, ConfigurationFile{u"signalbox.toml"_s, text})), message);
    }

    void saysWhichLineIsNoToml()
    {
        const QString message = messageOf(withFile("port = 3000\nhost = \n"));
        QVERIFY2(message.startsWith("signalbox.toml:2: this is not TOML: "_L1), qPrintable(message));
        QVERIFY(!message.contains(u'\n'));
    }

    void namesTheVariableThatIsWrong()
    {
        QCOMPARE(messageOf(withArguments({}, {{u"PORT"_s, u"http"_s}})),
                 u"PORT must be an integer from 0 to 65535, not \"http\""_s);
    }

    void anEmptyVariableIsNone()
    {
        QCOMPARE(std::get<Configuration>(withArguments({}, {{u"PORT"_s, QString()}})).server.port, 3000);
    }

    void refusesWhatContradictsItself_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("message");
        QTest::newRow("certificate without key")
            << QStringList{u"--tls-cert"_s, u"c.pem"_s} << u"tls-cert and tls-key go together: give both, or neither"_s;
        QTest::newRow("headless and attach")
            << QStringList{u"--headless"_s, u"--attach=http://127.0.0.1:3000"_s}
            << u"headless and attach exclude each other: attach opens a window on another server"_s;
    }

    void refusesWhatContradictsItself()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, message);
        QCOMPARE(messageOf(withArguments(arguments)), message);
    }

    void dataFolderFollowsXdg()
    {
        QCOMPARE(defaultDataDirectory({{u"HOME"_s, u"/home/ada"_s}}), u"/home/ada/.local/share/signalbox"_s);
        QCOMPARE(defaultDataDirectory({{u"XDG_DATA_HOME"_s, u"/data"_s}}), u"/data/signalbox"_s);
        QCOMPARE(defaultDataDirectory({{u"XDG_DATA_HOME"_s, u"data"_s}, {u"HOME"_s, u"/home/ada"_s}}),
                 u"/home/ada/.local/share/signalbox"_s);
    }

private:
    static void compareServers(const signalbox::Server::Settings &a, const signalbox::Server::Settings &b)
    {
        QCOMPARE(a.host, b.host);
        QCOMPARE(a.port, b.port);
        QCOMPARE(a.threads, b.threads);
        QCOMPARE(a.demo, b.demo);
        QCOMPARE(a.shutdownTimeout, b.shutdownTimeout);
        QCOMPARE(a.limits.headBytes, b.limits.headBytes);
        QCOMPARE(a.limits.headFields, b.limits.headFields);
        QCOMPARE(a.limits.targetBytes, b.limits.targetBytes);
        QCOMPARE(a.limits.headTimeout, b.limits.headTimeout);
        QCOMPARE(a.limits.bodyBytes, b.limits.bodyBytes);
        QCOMPARE(a.limits.bodyBytesPerSecond, b.limits.bodyBytesPerSecond);
        QCOMPARE(a.limits.bodyWindow, b.limits.bodyWindow);
        QCOMPARE(a.limits.idleTimeout, b.limits.idleTimeout);
        QCOMPARE(a.limits.connections, b.limits.connections);
        QCOMPARE(a.limits.unsentBytes, b.limits.unsentBytes);
        QCOMPARE(a.limits.unsentTimeout, b.limits.unsentTimeout);
        QCOMPARE(a.limits.pipelined, b.limits.pipelined);
        QCOMPARE(a.rateLimit.requests, b.rateLimit.requests);
        QCOMPARE(a.rateLimit.window, b.rateLimit.window);
        QCOMPARE(a.rateLimitClients, b.rateLimitClients);
        QCOMPARE(a.telemetry.enabled, b.telemetry.enabled);
        QCOMPARE(a.telemetry.slowUs, b.telemetry.slowUs);
        QCOMPARE(a.telemetry.journalBytes, b.telemetry.journalBytes);
        QCOMPARE(a.telemetry.seriesBytes, b.telemetry.seriesBytes);
        QCOMPARE(a.telemetry.logLevel, b.telemetry.logLevel);
        QCOMPARE(a.telemetry.logRotateBytes, b.telemetry.logRotateBytes);
        QCOMPARE(a.telemetry.logFiles, b.telemetry.logFiles);
    }
};

QTEST_GUILESS_MAIN(ConfigurationTest)
#include "configuration_test.moc"
