// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/cached_server.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

// Two servers with one Redis and one secret count what clients do together.
class SharedLimitsTest : public QObject, CachedServer {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_other;

    static void configure(Server::Settings &settings)
    {
        settings.accounts.jwtSecrets = {QByteArray(40, 's')};
        settings.accounts.registerRate = 3;
        settings.rateLimit = {100, std::chrono::hours(1)};
    }
    Answer fail(const TestServer &server) const
    {
        return AccountClient(server).logIn(accountAdminEmail, "wrong guess");
    }
    Answer enrol(const TestServer &server, const QByteArray &name) const
    {
        return AccountClient(server).registerUser(name);
    }

private slots:
    void init()
    {
        begin(&configure);
        m_other = makeServer(&configure);
    }
    void cleanup()
    {
        m_other.reset();
        end();
    }

    void aPasswordIsGuessedNowhereMoreOften()
    {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(fail(i % 2 ? *m_server : *m_other).status, 401);
        for (const TestServer *server : {m_server.get(), m_other.get()}) {
            const Answer refused = AccountClient(*server).logIn(accountAdminEmail);
            QCOMPARE(refused.status, 429);
            QVERIFY(refused.header("retry-after").toInt() > 800);
        }
    }

    void aRateIsOneForBoth()
    {
        QCOMPARE(enrol(*m_server, "ann").header("ratelimit-remaining"), "2"_ba);
        QCOMPARE(enrol(*m_other, "ann").header("ratelimit-remaining"), "1"_ba);
        QCOMPARE(enrol(*m_server, "bob").status, 201);
        QCOMPARE(enrol(*m_other, "bob").status, 429);
        QCOMPARE(enrol(*m_server, "eve").status, 429);
    }

    void recordsShowThatItWasAsked()
    {
        const QByteArray id = enrol(*m_server, "ann").header("x-request-id");
        QTRY_COMPARE(ask("GET", "/admin/requests/" + id).status, 200);
        QStringList names;
        for (const auto &span : json("/admin/requests/" + id)["record"_L1]["spans"_L1].toArray()) {
            if (span.toObject()["kind"_L1].toString() == "redis"_L1)
                names.append(span.toObject()["name"_L1].toString());
        }
        QVERIFY2(names.contains(u"take from rate limit limit:"_s), qPrintable(names.join(u", "_s)));
    }

    void goesOnWithoutRedis()
    {
        for (int i = 0; i < 3; ++i)
            QCOMPARE(fail(*m_server).status, 401);
        m_redis->kill();
        QTRY_COMPARE(json("/admin/info")["redis"_L1]["state"_L1].toString(), u"down"_s);
        QCOMPARE(AccountClient(*m_server).logIn(accountAdminEmail).status, 200);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(fail(*m_server).status, 401); // each for itself, from the beginning
        QCOMPARE(fail(*m_server).status, 429);
        QCOMPARE(enrol(*m_server, "ann").header("ratelimit-remaining"), "2"_ba);
        QVERIFY(m_redis->start());
        QTRY_COMPARE(json("/admin/info")["redis"_L1]["state"_L1].toString(), u"up"_s);
        QCOMPARE(fail(*m_server).status, 429); // what was counted here counts on
    }
};

QTEST_GUILESS_MAIN(SharedLimitsTest)
#include "shared_limits_test.moc"
