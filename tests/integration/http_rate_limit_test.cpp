// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"
#include "http/memory_rate_limiter.h"
#include "http/middleware/rate_limit.h"
#include "support/http_fixture.h"

#include <QCoro/QCoroTimer>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace std::chrono_literals;
using http::Context;
using http::Reply;

namespace {

QCoro::Task<Reply> greet(Context &)
{
    co_return Reply::text("hello");
}

QCoro::Task<Reply> fail(Context &)
{
    throw http::AppError(409, QStringLiteral("No"));
    co_return Reply();
}

// Who asks is in a header here.
QCoro::Task<Reply> identify(Context &context, const http::Handler &next)
{
    const QByteArray user = context.header("x-user").toByteArray();
    if (user.isEmpty())
        throw http::AppError(401, QStringLiteral("Who are you?"));
    http::Identity identity;
    identity.userId = user;
    context.setIdentity(std::move(identity));
    co_return co_await next(context);
}

// One that is asked over a network, as Redis would be.
class RemoteLimiter final : public http::RateLimiter {
public:
    std::optional<http::RateDecision> tryTake(QByteArrayView, const http::RateLimit &) override { return {}; }

    QCoro::Task<http::RateDecision> take(telemetry::SpanSink *spans, QByteArray bucket, http::RateLimit limit) override
    {
        Q_ASSERT(spans);
        QTimer timer;
        timer.setSingleShot(true);
        timer.start(1ms);
        co_await timer;
        co_return *m_kept.tryTake(bucket, limit);
    }

private:
    http::MemoryRateLimiter m_kept;
};

} // namespace

class HttpRateLimitTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_now = {};
        m_server = std::make_unique<HttpFixture>([this](http::Api &api) { addRoutes(api); });
    }
    void cleanup() { m_server.reset(); }

    void tellsWhatIsLeft()
    {
        const RawAnswer answer = m_server->get("/own");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.field("ratelimit-limit"), QByteArray("2"));
        QCOMPARE(answer.field("ratelimit-remaining"), QByteArray("1"));
        QCOMPARE(answer.field("ratelimit-reset"), QByteArray("5"));
        QCOMPARE(answer.field("ratelimit-policy"), QByteArray("2;w=10"));
    }

    void refusesWhatIsTooMuchUntilItsTime()
    {
        m_server->get("/own");
        m_server->get("/own");
        const RawAnswer refused = m_server->get("/own");
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.field("retry-after"), QByteArray("5"));
        QCOMPARE(refused.field("ratelimit-remaining"), QByteArray("0"));
        QCOMPARE(jsonOf(refused).value(QLatin1String("error")).toString(), QStringLiteral("Too many requests"));
        m_now += 5s;
        QCOMPARE(m_server->get("/own").status, 200);
    }

    void errorsHaveTheFieldsToo()
    {
        const RawAnswer answer = m_server->get("/fail");
        QCOMPARE(answer.status, 409);
        QCOMPARE(answer.field("ratelimit-limit"), QByteArray("4"));
    }

    void routesWithoutALimitShareTheDefault()
    {
        for (const char *path : {"/", "/fail", "/", "/"})
            QVERIFY(m_server->get(path).status != 429);
        QCOMPARE(m_server->get("/fail").status, 429);
        QCOMPARE(m_server->get("/own").status, 200);
    }

    void aRouteMayHaveNone()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(m_server->get("/free").status, 200);
        QVERIFY(m_server->get("/free").field("ratelimit-limit").isEmpty());
    }

    void whatIsNotObservedIsNotLimitedByDefault()
    {
        for (int i = 0; i < 10; ++i)
            QCOMPARE(m_server->get("/unobserved").status, 200);
    }

    void countsUsersAndNotTheirAddress()
    {
        QCOMPARE(m_server->get("/mine", "X-User: ann\r\n").status, 200);
        QCOMPARE(m_server->get("/mine", "X-User: ann\r\n").status, 429);
        QCOMPARE(m_server->get("/mine", "X-User: bob\r\n").status, 200);
        QCOMPARE(m_server->get("/mine").status, 401);
    }

    void waitsForALimiterElsewhere()
    {
        HttpFixture server([](http::Api &api) {
            api.limitRates(std::make_shared<RemoteLimiter>(), {});
            api.get("/own", &greet, {.rateLimit = http::RateLimit{1, 60s}});
        });
        QCOMPARE(server.get("/own").status, 200);
        QCOMPARE(server.get("/own").status, 429);
    }

    void clientsAreTakenTogetherByTheirNetwork_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("same");
        QTest::newRow("IPv4") << "192.0.2.1"
                              << "192.0.2.2" << false;
        QTest::newRow("IPv4 in IPv6") << "192.0.2.1"
                                      << "::ffff:192.0.2.1" << true;
        QTest::newRow("one /64") << "2001:db8:1:2:3::4"
                                 << "2001:db8:1:2:ffff::1" << true;
        QTest::newRow("another /64") << "2001:db8:1:2::1"
                                     << "2001:db8:1:3::1" << false;
        QTest::newRow("a zone") << "fe80::1%lo"
                                << "fe80::1" << true;
    }

    void clientsAreTakenTogetherByTheirNetwork()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, same);
        QCOMPARE(http::rateLimitKey(QHostAddress(one)) == http::rateLimitKey(QHostAddress(other)), same);
    }

private:
    void addRoutes(http::Api &api)
    {
        auto limiter = std::make_shared<http::MemoryRateLimiter>(1000, [this] { return m_now; });
        api.limitRates(limiter, {.requests = 4, .window = 60s});
        api.get("/", &greet);
        api.get("/fail", &fail);
        api.get("/own", &greet, {.rateLimit = http::RateLimit{2, 10s}});
        api.get("/free", &greet, {.rateLimit = http::RateLimit::none()});
        api.get("/unobserved", &greet, {.observed = false});
        api.get("/mine", &greet, {.middleware = {&identify}, .rateLimit = http::RateLimit{1, 10s}});
    }

    http::MemoryRateLimiter::Clock::time_point m_now;
    std::unique_ptr<HttpFixture> m_server;
};

QTEST_GUILESS_MAIN(HttpRateLimitTest)
#include "http_rate_limit_test.moc"
