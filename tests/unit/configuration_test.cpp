// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command_line.h"
#include "configuration.h"
#include "setting.h"
#include "worker_setting.h"

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

std::vector<Setting> describedSettings()
{
    std::vector<Setting> settings = allSettings();
    std::ranges::move(workerSettings(u"mail"_s), std::back_inserter(settings));
    return settings;
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
        for (const Setting &setting : describedSettings()) {
            const QString name = setting.key.section(u'.', -1);
            const QRegularExpression line(u"^(# )?%1 = "_s.arg(name), QRegularExpression::MultilineOption);
            QVERIFY2(line.match(text).hasMatch(), qPrintable(setting.key));
        }
    }

    void exampleFileSaysWhatIsAllowed()
    {
        const QString text = QString::fromUtf8(exampleFile().text);
        static const QRegularExpression range(u"from (.+) to ([^,]+)"_s);
        for (const Setting &setting : describedSettings()) {
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
        for (const Setting &setting : describedSettings()) {
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
                                      {u"SIGNALBOX_MAIL_SMTP_URL"_s, u"smtps://mail.example.com"_s},
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
        QCOMPARE(configuration.server.mail.smtpUrl, u"smtps://mail.example.com"_s);
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

    void readsMail()
    {
        const Result result = withFile("[mail]\nfrom = \"Ada <ada@example.com>\"\noutbox = \"/var/mail/out\"\n"
                                       "smtp-url = \"smtp://localhost\"\n");
        QCOMPARE(messageOf(result), QString());
        const auto &mail = std::get<Configuration>(result).server.mail;
        QCOMPARE(mail.from, u"Ada <ada@example.com>"_s);
        QCOMPARE(mail.outboxFolder, u"/var/mail/out"_s);
        QCOMPARE(mail.smtpUrl, u"smtp://localhost"_s);
    }

    void readsWorkers()
    {
        const Result result = withFile("[workers.mail]\n"
                                       "command = ['python3', 'mail.py', '--quick']\n"
                                       "directory = '/srv/mail'\n"
                                       "timeout = '0s'\n"
                                       "output-size = '64 KiB'\n"
                                       "concurrency = 5\n"
                                       "rate-limit = 100\n"
                                       "rate-window = '1m'\n"
                                       "prefix = '{bull}'\n"
                                       "once = true\n"
                                       "[workers.'reports.daily']\n"
                                       "command = ['/srv/report']\n"
                                       "rate-window = '1m'\n");
        QCOMPARE(messageOf(result), QString());
        const auto &workers = std::get<Configuration>(result).server.workers;
        QCOMPARE(workers.size(), 2U);
        QCOMPARE(workers[0].queue, u"mail"_s);
        QCOMPARE(workers[0].command.program, u"python3"_s);
        QCOMPARE(workers[0].command.arguments, (QStringList{u"mail.py"_s, u"--quick"_s}));
        QCOMPARE(workers[0].command.directory, u"/srv/mail"_s);
        QCOMPARE(workers[0].command.timeout, 0ms);
        QCOMPARE(workers[0].command.largestOutput, 64 * 1024);
        QCOMPARE(workers[0].concurrency, 5);
        QCOMPARE(workers[0].limiter->max, 100);
        QCOMPARE(workers[0].limiter->durationMs, 60'000);
        QCOMPARE(workers[0].prefix, u"{bull}"_s);
        QVERIFY(workers[0].keepsResults);
        compareWorkers(workers[1], {u"reports.daily"_s, u"bull"_s, {u"/srv/report"_s}});
    }

    void workersHaveThePrefixOfTheServersQueues()
    {
        const Result result = withFile("[jobs]\nprefix = 'own'\n[workers.mail]\ncommand = ['true']\n");
        QCOMPARE(messageOf(result), QString());
        QCOMPARE(std::get<Configuration>(result).server.workers[0].prefix, u"own"_s);
    }

    void workersAreAsTheDocumentSays()
    {
        const QString text = QString::fromUtf8(exampleFile().text);
        const qsizetype from = text.indexOf(u"# [workers.mail]"_s);
        QVERIFY(from > 0);
        QStringList lines = text.mid(from).split(u'\n');
        for (QString &line : lines)
            line = line.startsWith(u"# "_s) ? line.mid(2) : line;
        const Result result = configure({}, {}, ConfigurationFile{u"example"_s, lines.join(u'\n').toUtf8()});
        QCOMPARE(messageOf(result), QString());
        const auto &workers = std::get<Configuration>(result).server.workers;
        QCOMPARE(workers.size(), 1U);
        signalbox::jobs::CommandWorkerSettings expected{u"mail"_s, u"bull"_s, {u"python3"_s}};
        expected.command.arguments = workers[0].command.arguments;
        expected.command.directory = workers[0].command.directory;
        compareWorkers(workers[0], expected);
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
        row("unknown key of a worker", "[workers.mail]\ncomand = []",
            u"2: unknown key workers.mail.comand; did you mean workers.mail.command?"_s);
        row("unknown key of a worker like none", "[workers.mail]\nx = 1",
            u"2: unknown key workers.mail.x; allowed are command, directory, timeout, output-size, concurrency, "
            "rate-limit, rate-window, prefix, once"_s);
        row("command as text", "[workers.mail]\ncommand = \"mail.py\"",
            u"2: workers.mail.command must be a list of texts, the program first, like [\"python3\", \"mail.py\"], "
            "not \"mail.py\""_s);
        row("no program", "[workers.mail]\ncommand = [\"\"]",
            u"2: workers.mail.command must be a list of texts, the program first, like [\"python3\", \"mail.py\"], "
            "not [ '' ]"_s);
        row("too many at a time", "[workers.mail]\nconcurrency = 1001",
            u"2: workers.mail.concurrency must be an integer from 1 to 1000, not 1001"_s);
        row("a worker that is a value", "[workers]\nmail = \"mail.py\"",
            u"2: workers.mail must be a section that is named after a queue and has a command, like [workers.mail]"_s);
        row("a worker with nothing", "[workers.mail]\n",
            u"1: workers.mail must be a section that is named after a queue and has a command, like [workers.mail]"_s);
        row("a worker without a name", "[workers.'']\ncommand = ['true']",
            u"2: workers..command must be a section that is named after a queue and has a command, like "
            "[workers.mail]"_s);
        row("a section where a value belongs", "[port]\nnumber = 3",
            u"2: unknown key port.number; the sections are [limits], [rate-limit], [database], [redis], [cache], "
            u"[jobs], [auth], [mail], [telemetry], [log] and [workers.QUEUE]"_s);
        row("a mail server's password is not shown", "[mail]\nsmtp-url = \"http://user:password@host\"",
            u"2: mail.smtp-url must be smtp://user:password@host:587, or smtps://… for TLS at once"_s);
        row("no sender", "[mail]\nfrom = \"Signalbox\"",
            u"2: mail.from must be an email address, like \"Signalbox <signalbox@example.com>\" or without a name, "
            "not \"Signalbox\""_s);
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

    void refusesAWorkerThatCannotWork_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("no command") << "[workers.mail]\nconcurrency = 2"_ba
                                    << u"workers.mail has no command: give it one, like command = [\"python3\", "
                                       "\"mail.py\"]"_s;
        QTest::newRow("colon") << "[workers.'a:b']\ncommand = ['true']"_ba
                               << u"workers.a:b: the name of a queue must not contain a colon"_s;
        QTest::newRow("housekeeping")
            << "[jobs]\nprefix = 'own'\n[workers.signalbox]\nprefix = 'own'\ncommand = ['true']"_ba
            << u"workers.signalbox: Signalbox does its own housekeeping by this queue; give "
               "yours another name, or another prefix"_s;
        QTest::newRow("no Redis") << "redis-url = 'none'\n[workers.mail]\ncommand = ['true']"_ba
                                  << u"workers need Redis: redis-url is none"_s;
    }

    void refusesAWorkerThatCannotWork()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        QCOMPARE(messageOf(configure({}, {}, ConfigurationFile{u"signalbox.toml"_s, text})), message);
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
    static void compareWorkers(const signalbox::jobs::CommandWorkerSettings &a,
                               const signalbox::jobs::CommandWorkerSettings &b)
    {
        QCOMPARE(a.queue, b.queue);
        QCOMPARE(a.prefix, b.prefix);
        QCOMPARE(a.command.program, b.command.program);
        QCOMPARE(a.command.arguments, b.command.arguments);
        QCOMPARE(a.command.directory, b.command.directory);
        QCOMPARE(a.command.timeout, b.command.timeout);
        QCOMPARE(a.command.largestOutput, b.command.largestOutput);
        QCOMPARE(a.concurrency, b.concurrency);
        QCOMPARE(bool(a.limiter), bool(b.limiter));
        QCOMPARE(a.keepsResults, b.keepsResults);
    }

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
        QCOMPARE(a.mail.from, b.mail.from);
        QCOMPARE(a.mail.smtpUrl, b.mail.smtpUrl);
        QCOMPARE(a.mail.outboxFolder, b.mail.outboxFolder);
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
