// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/test_server.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using signalbox::Server;
using signalbox::test::Answer;
using signalbox::test::Fields;
using signalbox::test::TestServer;

namespace {

QJsonObject fieldErrors(const Answer &answer)
{
    return answer.json().value("details"_L1).toObject().value("fieldErrors"_L1).toObject();
}

} // namespace

// Each route of docs/admin-api.md, over a socket.
class AdminRoutesTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;

    Answer patch(const QByteArray &body, const QByteArray &type = "application/json")
    {
        return m_server->admin("PATCH", "/admin/settings", {{"Content-Type", type}}, body);
    }

    QJsonArray requests(const QByteArray &query)
    {
        return m_server->admin("/admin/requests?" + query).json().value("items"_L1).toArray();
    }

private slots:
    void init()
    {
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) { settings.demo = true; });
        QVERIFY(m_server->start());
    }

    void cleanup() { m_server.reset(); }

    void withoutTokenIs401_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"/admin/info", "/admin/stats", "/admin/series", "/admin/routes",
                                   "/admin/routes/detail", "/admin/requests", "/admin/requests/1", "/admin/settings"})
            QTest::newRow(target) << "GET"_ba << QByteArray(target);
        QTest::newRow("change") << "PATCH"_ba
                                << "/admin/settings"_ba;
    }

    void withoutTokenIs401()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        const Answer answer = m_server->ask(method, target);
        QCOMPARE(answer.status, 401);
        QCOMPARE(answer.header("WWW-Authenticate"), R"(Bearer realm="signalbox")"_ba);
        QVERIFY(answer.json().contains("error"_L1));
        QCOMPARE(answer.json().value("requestId"_L1).toString().toLatin1(), answer.header("x-request-id"));
    }

    void badCredentialsAre401_data()
    {
        QTest::addColumn<QByteArray>("authorization");
        QTest::newRow("wrong token") << "Bearer test-token-012345678X"_ba;
        QTest::newRow("start of the token") << "Bearer test-token"_ba;
        QTest::newRow("another scheme") << "Basic " + TestServer::token().toBase64();
        QTest::newRow("no token") << "Bearer "_ba;
    }

    void badCredentialsAre401()
    {
        QFETCH(QByteArray, authorization);
        const Answer answer = m_server->ask("GET", "/admin/info", {{"Authorization", authorization}});
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.header("WWW-Authenticate").startsWith("Bearer"));
    }

    void schemeIsReadWithoutRegardToCase()
    {
        QCOMPARE(m_server->ask("GET", "/admin/info", {{"Authorization", "bearer " + TestServer::token()}}).status, 200);
    }

    void cookieIsNoCredential()
    {
        QCOMPARE(m_server->ask("GET", "/admin/info", {{"Cookie", "token=" + TestServer::token()}}).status, 401);
    }

    void info()
    {
        const auto info = m_server->admin("/admin/info").json();
        QCOMPARE(info.value("name"_L1).toString(), u"test"_s);
        QCOMPARE(info.value("pid"_L1).toInt(), int(::getpid()));
        QCOMPARE(info.value("url"_L1).toString(), m_server->url().toString());
        QCOMPARE(info.value("threads"_L1).toInt(), 2);
        QCOMPARE(info.value("demo"_L1).toBool(), true);
        QCOMPARE(info.value("tls"_L1), QJsonValue(false));
        QCOMPARE(info.value("state"_L1).toString(), u"listening"_s);
        QVERIFY(info.value("uptimeMs"_L1).toInt(-1) >= 0);
        QVERIFY(QDateTime::fromString(info.value("startedAt"_L1).toString(), Qt::ISODateWithMs).isValid());
        for (const auto field : {"version"_L1, "qtVersion"_L1, "hostname"_L1, "dataDirectory"_L1})
            QVERIFY2(!info.value(field).toString().isEmpty(), field.data());
    }

    void cborByAccept()
    {
        const Answer answer = m_server->admin("GET", "/admin/info", {{"Accept", "application/cbor"}});
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("Content-Type"), "application/cbor"_ba);
        QVERIFY(answer.header("Vary").contains("Accept"));
        QCOMPARE(answer.cbor().value("name"_L1).toString(), u"test"_s);
    }

    void stats()
    {
        m_server->get("/demo/fail?status=503");
        QTRY_COMPARE(m_server->admin("/admin/stats?window=1m").json().value("errors"_L1).toInt(), 1);
        const auto stats = m_server->admin("/admin/stats?window=1m").json();
        QCOMPARE(stats.value("requests"_L1).toInt(), 1);
        QCOMPARE(stats.value("statusClasses"_L1).toObject().value("5xx"_L1).toInt(), 1);
        QVERIFY(stats.value("latencyMs"_L1).toObject().value("p50"_L1).isDouble());
        QCOMPARE(stats.value("reactors"_L1).toArray().size(), 2);
    }

    void statsOfATimeRange()
    {
        m_server->get("/health");
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const auto between = [this](qint64 from, qint64 to) {
            return m_server->admin("/admin/stats?from=" + QByteArray::number(from) + "&to=" + QByteArray::number(to))
                .json()
                .value("requests"_L1)
                .toInt();
        };
        QTRY_COMPARE(between(now - 60'000, now + 10'000), 1);
        QCOMPARE(between(now - 120'000, now - 60'000), 0);
    }

    void percentilesOfNothingAreNull()
    {
        const auto stats = m_server->admin("/admin/stats?window=10s").json();
        QCOMPARE(stats.value("requests"_L1), QJsonValue(0));
        QCOMPARE(stats.value("latencyMs"_L1).toObject().value("p99"_L1), QJsonValue(QJsonValue::Null));
    }

    void series()
    {
        m_server->get("/health");
        const auto total = [this](const QByteArray &query) {
            int requests = 0;
            const auto answer = m_server->admin("/admin/series?" + query).json();
            for (const QJsonValue &point : answer.value("points"_L1).toArray())
                requests += point.toObject().value("requests"_L1).toInt();
            return requests;
        };
        QTRY_COMPARE(total("window=5m&step=1s"), 1);
        QCOMPARE(total("window=5m&route=/health&method=GET"), 1);
        QCOMPARE(total("window=5m&route=/other&method=GET"), 0);
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        QCOMPARE(total("from=" + QByteArray::number(now - 7'200'000) + "&to=" + QByteArray::number(now - 3'600'000)),
                 0);
    }

    void routeDetail()
    {
        m_server->get("/demo/echo");
        const auto detail = [this] {
            return m_server->admin("/admin/routes/detail?method=GET&route=/demo/echo").json();
        };
        QTRY_COMPARE(detail().value("totals"_L1).toObject().value("count"_L1).toInt(), 1);
        QCOMPARE(detail().value("slowest"_L1).toArray().size(), 1);
        QVERIFY(detail().value("histogram"_L1).isObject());
    }

    void requestsByFilterAndCursor()
    {
        for (int i = 0; i < 3; ++i)
            m_server->get("/health");
        m_server->get("/demo/fail?status=500");
        QTRY_COMPARE(requests("").size(), 4);
        QCOMPARE(requests("q=status:5xx").size(), 1);
        QCOMPARE(requests("q=-status:5xx").size(), 3);

        const auto first = m_server->admin("/admin/requests?limit=3").json();
        QCOMPARE(first.value("items"_L1).toArray().size(), 3);
        const QByteArray cursor = first.value("next"_L1).toString().toUtf8().toPercentEncoding();
        QVERIFY(!cursor.isEmpty());
        const auto second = m_server->admin("/admin/requests?limit=3&before=" + cursor).json();
        QCOMPARE(second.value("items"_L1).toArray().size(), 1);
        QCOMPARE(second.value("next"_L1), QJsonValue(QJsonValue::Null));
    }

    void requestById()
    {
        const QByteArray id = m_server->get("/health").header("x-request-id");
        QTRY_COMPARE(m_server->admin("/admin/requests/" + id).status, 200);
        const auto detail = m_server->admin("/admin/requests/" + id).json();
        QCOMPARE(detail.value("record"_L1).toObject().value("id"_L1).toString().toLatin1(), id);
        QVERIFY(detail.value("logs"_L1).isArray());
        QCOMPARE(m_server->admin("/admin/requests/unknown").status, 404);
    }

    void badParametersAreNamed_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("field");
        QTest::newRow("window") << "/admin/stats?window=soon"_ba << u"query.window"_s;
        QTest::newRow("window too long") << "/admin/series?window=25h"_ba << u"query.window"_s;
        QTest::newRow("stats from after to") << "/admin/stats?from=2000&to=1000"_ba << u"query.from"_s;
        QTest::newRow("step") << "/admin/series?step=1"_ba << u"query.step"_s;
        QTest::newRow("from") << "/admin/routes?from=yesterday"_ba << u"query.from"_s;
        QTest::newRow("to") << "/admin/routes?to=-1"_ba << u"query.to"_s;
        QTest::newRow("from after to") << "/admin/routes?from=2000&to=1000"_ba << u"query.from"_s;
        QTest::newRow("both") << "/admin/routes?from=1000&to=2000&window=1m"_ba << u"query.window"_s;
        QTest::newRow("method missing") << "/admin/routes/detail?route=/health"_ba << u"query.method"_s;
        QTest::newRow("route missing") << "/admin/routes/detail?method=GET"_ba << u"query.route"_s;
        QTest::newRow("limit zero") << "/admin/requests?limit=0"_ba << u"query.limit"_s;
        QTest::newRow("limit too high") << "/admin/requests?limit=1001"_ba << u"query.limit"_s;
        QTest::newRow("limit no number") << "/admin/requests?limit=ten"_ba << u"query.limit"_s;
        QTest::newRow("filter") << "/admin/requests?q=status:high"_ba << u"query.q"_s;
    }

    void badParametersAreNamed()
    {
        QFETCH(QByteArray, target);
        QFETCH(QString, field);
        const Answer answer = m_server->admin(target);
        QCOMPARE(answer.status, 400);
        QCOMPARE(fieldErrors(answer).keys(), QStringList{field});
        QCOMPARE(fieldErrors(answer).value(field).toArray().size(), 1);
        QVERIFY(!fieldErrors(answer).value(field).toArray().first().toString().isEmpty());
    }

    void everyBadParameterIsNamedAtOnce()
    {
        const Answer answer = m_server->admin("/admin/requests?limit=0&q=status:high");
        QCOMPARE(fieldErrors(answer).keys(), (QStringList{u"query.limit"_s, u"query.q"_s}));
    }

    void filterErrorSaysWhere()
    {
        const auto details =
            m_server->admin("/admin/requests?q=slow%20status:high").json().value("details"_L1).toObject();
        QCOMPARE(details.value("position"_L1).toInt(-1), 5);
        QCOMPARE(details.value("length"_L1).toInt(-1), 11);
    }

    void settingsAreReadAndChanged()
    {
        QCOMPARE(
            m_server->admin("/admin/settings").json(),
            (QJsonObject{{"slowMs"_L1, 500}, {"capture"_L1, false}, {"logLevel"_L1, "info"_L1}, {"demo"_L1, true}}));
        const Answer changed = patch(R"({"slowMs": 20, "capture": true, "logLevel": "debug"})");
        QCOMPARE(changed.status, 200);
        const QJsonObject expected{
            {"slowMs"_L1, 20}, {"capture"_L1, true}, {"logLevel"_L1, "debug"_L1}, {"demo"_L1, true}};
        QCOMPARE(changed.json(), expected);
        QCOMPARE(m_server->admin("/admin/settings").json(), expected);
    }

    void slowThresholdHoldsFromThenOn()
    {
        QCOMPARE(patch(R"({"slowMs": 5})").status, 200);
        m_server->get("/demo/slow?ms=20");
        QTRY_COMPARE(requests("q=slow").size(), 1);
    }

    void badSettingsAreNamedAndNothingChanges_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("field");
        QTest::newRow("unknown") << R"({"slow": 1, "demo": false})"_ba << u"body.slow"_s;
        QTest::newRow("type") << R"({"capture": "yes", "demo": false})"_ba << u"body.capture"_s;
        QTest::newRow("range") << R"({"slowMs": 0, "demo": false})"_ba << u"body.slowMs"_s;
        QTest::newRow("fraction") << R"({"slowMs": 1.5, "demo": false})"_ba << u"body.slowMs"_s;
        QTest::newRow("level") << R"({"logLevel": "loud", "demo": false})"_ba << u"body.logLevel"_s;
    }

    void badSettingsAreNamedAndNothingChanges()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, field);
        const Answer answer = patch(body);
        QCOMPARE(answer.status, 400);
        QCOMPARE(fieldErrors(answer).keys(), QStringList{field});
        QCOMPARE(m_server->admin("/admin/settings").json().value("demo"_L1), QJsonValue(true));
    }

    void brokenSettingsAre400AndOthersTypes415()
    {
        QCOMPARE(patch("{").status, 400);
        QCOMPARE(patch("slowMs=1", "application/x-www-form-urlencoded").status, 415);
    }

    void demoComesAndGoesOnEveryReactor()
    {
        const auto answersOfManyConnections = [this] {
            QSet<int> answers; // many, so that every reactor is asked
            for (int i = 0; i < 20; ++i)
                answers.insert(m_server->get("/demo/echo").status);
            return answers;
        };
        QCOMPARE(answersOfManyConnections(), QSet<int>{200});
        QCOMPARE(patch(R"({"demo": false})").json().value("demo"_L1), QJsonValue(false));
        QCOMPARE(answersOfManyConnections(), QSet<int>{404});
        QCOMPARE(patch(R"({"demo": true})").status, 200);
        QCOMPARE(patch(R"({"demo": true})").status, 200);
        QCOMPARE(answersOfManyConnections(), QSet<int>{200});
    }

    void whatIsUnknownUnderAdminIs404AndNotCounted()
    {
        QCOMPARE(m_server->admin("/admin/unknown").status, 404);
        m_server->get("/health");
        QTRY_COMPARE(requests("").size(), 1);
        QCOMPARE(requests("q=path:/admin*").size(), 0);
    }

    void feedWithoutUpgradeIs426() { QCOMPARE(m_server->admin("/admin/feed").status, 426); }
};

QTEST_GUILESS_MAIN(AdminRoutesTest)
#include "admin_routes_test.moc"
