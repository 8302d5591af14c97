// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "program.h"
#include "support/http_client.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonObject>
#include <QTest>

#include <csignal>
#include <memory>

using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 20'000; // milliseconds
constexpr auto AdminToken = "test-token-0123456789";

// One that has ended, and that nobody has asked about yet, exists no more.
bool exists(qint64 processId)
{
    QFile status(u"/proc/%1/stat"_s.arg(processId));
    if (!status.open(QIODevice::ReadOnly))
        return false;
    const QByteArray line = status.readAll();
    return line.mid(line.lastIndexOf(')') + 2, 1) != "Z";
}

} // namespace

// The real program with the Redis that comes with it, as a user has it who set nothing up.
class ProgramRedisTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_program = std::make_unique<Program>();
        m_program->setVariable(u"SIGNALBOX_ADMIN_TOKEN"_s, QLatin1StringView(AdminToken));
        m_program->setVariable(u"SIGNALBOX_AUTH_BCRYPT_COST"_s, u"4"_s);
    }
    void cleanup() { m_program.reset(); }

    void cachesUsersWithoutAnySetUp()
    {
        serve();
        const QJsonObject login = registerUser();
        QTRY_COMPARE_WITH_TIMEOUT(cacheOf(login), "HIT"_ba, Patience);
        QCOMPARE(ask("GET", "/ready").json().value("checks"_L1).toObject().value("redis"_L1).toString(), u"up"_s);
        const QJsonObject redis = redisReport();
        QCOMPARE(redis.value("mode"_L1).toString(), u"private"_s);
        QVERIFY(exists(redis.value("pid"_L1).toInteger()));
    }

    void itsDataFolderMayBeNamedFromWhereItIsStarted()
    {
        m_program->startServing({u"--data-dir"_s, u"data"_s});
        QTRY_COMPARE_WITH_TIMEOUT(
            ask("GET", "/ready").json().value("checks"_L1).toObject().value("redis"_L1).toString(), u"up"_s, Patience);
    }

    void endsItsRedisWithItAndKeepsWhatItHad()
    {
        serve();
        const QJsonObject login = registerWhenCached();
        const qint64 processId = redisReport().value("pid"_L1).toInteger();
        m_program->signal(SIGTERM);
        QVERIFY(m_program->waitForEnd());
        QCOMPARE(m_program->exitCode(), 0);
        QVERIFY(!exists(processId));
        QVERIFY(!m_program->errors().contains("redis_down")); // what ends in order is no outage

        serve();
        QTRY_COMPARE_WITH_TIMEOUT(statusOfKey(login), 200, Patience);
    }

    void leavesNoRedisBehindWhenItIsKilled()
    {
        serve();
        const QJsonObject login = registerWhenCached();
        QTRY_VERIFY_WITH_TIMEOUT(isOnDisk(login), Patience); // Redis writes up to two seconds later while it syncs
        const qint64 processId = redisReport().value("pid"_L1).toInteger();
        m_program->signal(SIGKILL);
        QVERIFY(m_program->waitForEnd());
        serve(); // at once: it takes over when the former one is gone
        QTRY_COMPARE_WITH_TIMEOUT(statusOfKey(login), 200, Patience);
        QVERIFY(!exists(processId));
    }

    void startsItsRedisAgainAndForgetsNothing()
    {
        serve();
        const QJsonObject login = registerUser();
        QTRY_COMPARE_WITH_TIMEOUT(cacheOf(login), "HIT"_ba, Patience);
        const qint64 processId = redisReport().value("pid"_L1).toInteger();
        ::kill(pid_t(processId), SIGKILL);
        QCOMPARE(ask("GET", path(login), login).status, 200); // from the database
        QTRY_COMPARE_WITH_TIMEOUT(redisReport().value("state"_L1).toString(), u"up"_s, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(cacheOf(login), "HIT"_ba, Patience);
        QVERIFY(redisReport().value("pid"_L1).toInteger() != processId);
        QCOMPARE(redisReport().value("restarts"_L1).toInt(), 1);
    }

    void worksWithoutARedisServerAndSaysWhatToInstall()
    {
        m_program->setVariable(u"SIGNALBOX_REDIS_SERVER_DIR"_s, m_program->dataDirectory()); // it isn't there
        serve();
        const QJsonObject login = registerUser();
        QCOMPARE(cacheOf(login), "MISS"_ba);
        QTRY_COMPARE_WITH_TIMEOUT(redisReport().value("state"_L1).toString(), u"missing"_s, Patience);
        QVERIFY(redisReport().value("hint"_L1).toString().contains("apt-get install redis-server"_L1));
        const Answer keys = admin("/admin/redis/keys");
        QCOMPARE(keys.status, 503);
        QVERIFY(keys.json().value("error"_L1).toString().contains("redis-server"_L1));
        QCOMPARE(ask("GET", "/ready").status, 200);
        QVERIFY(m_program->errors().contains("redis_missing"));
    }

    void needsNoRedisWhenItIsToldSo()
    {
        m_program->setVariable(u"REDIS_URL"_s, u"none"_s);
        serve();
        const QJsonObject login = registerUser();
        QCOMPARE(cacheOf(login), "MISS"_ba);
        QCOMPARE(redisReport().value("state"_L1).toString(), u"off"_s);
        QVERIFY(!QDir(m_program->dataDirectory() + u"/redis"_s).exists());
        QVERIFY(!ask("GET", "/ready").json().value("checks"_L1).toObject().contains("redis"_L1));
    }

private:
    void serve() { m_program->startServing({}); }

    Answer ask(const QByteArray &method, const QByteArray &target, const QJsonObject &login = {},
               const QByteArray &body = {}) const
    {
        Fields fields{{"Content-Type", "application/json"}};
        if (!login.isEmpty())
            fields.append({"Authorization", "Bearer " + login.value("token"_L1).toString().toLatin1()});
        return HttpClient(QUrl(u"http://127.0.0.1:%1"_s.arg(m_program->port()))).ask(method, target, fields, body);
    }
    Answer admin(const QByteArray &target) const
    {
        return ask("GET", target, {{u"token"_s, QLatin1StringView(AdminToken)}});
    }
    QJsonObject registerUser() const
    {
        return ask("POST", "/auth/register", {},
                   R"({"name": "Ann", "password": "correct horse", "email": "ann@example.com"})")
            .json();
    }
    static QByteArray path(const QJsonObject &login)
    {
        return "/users/" + login.value("user"_L1).toObject().value("id"_L1).toString().toLatin1();
    }
    QByteArray cacheOf(const QJsonObject &login) const { return ask("GET", path(login), login).header("x-cache"); }
    static QByteArray keyOf(const QJsonObject &login)
    {
        return "user:" + login.value("user"_L1).toObject().value("id"_L1).toString().toLatin1();
    }
    // In the file that the private Redis writes its commands to.
    bool isOnDisk(const QJsonObject &login) const
    {
        QDirIterator files(m_program->dataDirectory() + u"/redis"_s, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains("\r\n" + keyOf(login) + "\r\n"))
                return true;
        }
        return false;
    }
    // Looks itself, since a request would put it there.
    int statusOfKey(const QJsonObject &login) const
    {
        const QByteArray key = keyOf(login);
        return admin("/admin/redis/keys/"
                     + key.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals))
            .status;
    }
    // Who registers before Redis is used leaves an invalidation behind, which the next program tells once more.
    QJsonObject registerWhenCached() const
    {
        const auto isUsed = [this] {
            return admin("/admin/cache").json().value("passedBy"_L1) == QJsonValue(false)
                && redisReport().value("state"_L1).toString() == "up"_L1;
        };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(isUsed(), Patience); }();
        const QJsonObject login = registerUser();
        [&] { QTRY_COMPARE_WITH_TIMEOUT(cacheOf(login), "HIT"_ba, Patience); }();
        return login;
    }
    QJsonObject redisReport() const { return admin("/admin/cache").json().value("redis"_L1).toObject(); }

    std::unique_ptr<Program> m_program;
};

QTEST_GUILESS_MAIN(ProgramRedisTest)
#include "program_redis_test.moc"
