// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed.h"
#include "http/api.h"
#include "http/openapi_document.h"
#include "http/route.h"
#include "runtime/application.h"
#include "support/described_api.h"
#include "support/test_database.h"
#include "support/test_server.h"

#include <QJsonArray>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
namespace schema = signalbox::http::schema;

namespace {

QCoro::Task<http::Reply> nothing(http::Context &)
{
    co_return http::Reply::empty();
}

} // namespace

class OpenApiTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) { settings.demo = true; });
        QVERIFY(m_server->start());
    }
    void cleanupTestCase() { QVERIFY(m_server->stop()); }

    void everyPublicRouteIsDescribed()
    {
        int found = 0;
        forEachRoute([&](const http::Route &route) {
            ++found;
            if (!route.pattern.startsWith("/admin/"))
                QVERIFY2(!route.description.isEmpty(), route.pattern.constData());
        });
        QVERIFY(found > 0);
    }

    // Not published, but checked by the same schemas.
    void everyRouteOfTheCacheIsDescribed()
    {
        int found = 0;
        forEachRoute([&](const http::Route &route) {
            if (!route.pattern.startsWith("/admin/cache") && !route.pattern.startsWith("/admin/redis"))
                return;
            ++found;
            QVERIFY2(!route.description.isEmpty(), route.pattern.constData());
            QCOMPARE(route.description.security, http::Security::Bearer);
            QCOMPARE(route.description.params.isEmpty(), route.parameters.isEmpty());
        });
        QCOMPARE(found, 12);
    }

    void namesEveryRouteThatIsThere()
    {
        const QStringList operations = DescribedApi(document()).operations();
        for (const char *operation :
             {"GET /health", "GET /ready", "GET /debug/active", "GET /openapi.json", "GET /docs", "GET /demo/echo",
              "POST /demo/echo", "POST /auth/login", "GET /users/me", "PATCH /users/{id}"})
            QVERIFY2(operations.contains(QLatin1String(operation)), operation);
        for (const QString &operation : operations)
            QVERIFY2(!operation.contains("/admin"_L1), qPrintable(operation));
    }

    void followsTheRoutesAsTheyComeAndGo()
    {
        const QByteArray before = m_server->ask("GET", "/openapi.json").header("etag");
        QCOMPARE(m_server->admin("PATCH", "/admin/settings", {{"content-type", "application/json"}}, "{\"demo\":false}")
                     .status,
                 200);
        QTRY_VERIFY(!DescribedApi(document()).operations().contains("GET /demo/echo"_L1));
        QVERIFY(m_server->ask("GET", "/openapi.json").header("etag") != before);
        QCOMPARE(m_server->admin("PATCH", "/admin/settings", {{"content-type", "application/json"}}, "{\"demo\":true}")
                     .status,
                 200);
        QTRY_VERIFY(DescribedApi(document()).operations().contains("GET /demo/echo"_L1));
    }

    void answersAreAsDescribed_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        const auto row = [](const char *method, const char *target, int status) {
            QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << status;
        };
        row("GET", "/health", 200);
        row("GET", "/ready", 200);
        row("GET", "/debug/active", 200);
        row("GET", "/openapi.json", 200);
        row("GET", "/docs", 200);
        row("GET", "/docs/swagger-ui.css", 200);
        row("GET", "/docs/swagger-ui-bundle.js", 200);
        row("GET", "/docs/start.js", 200);
        row("GET", "/docs/signalbox.svg", 200);
        row("GET", "/docs/package.json", 404);
        row("GET", "/demo/echo?a=1&a=2", 200);
        row("POST", "/demo/echo", 200);
        row("GET", "/demo/slow?ms=1", 200);
        row("GET", "/demo/slow?ms=x", 400);
        row("GET", "/demo/fail", 500);
        row("GET", "/demo/fail?status=418", 418);
        row("GET", "/demo/fail?throw=true", 500);
        row("GET", "/demo/cpu?ms=1", 200);
        row("GET", "/demo/cpu?ms=-1", 400);
    }

    void answersAreAsDescribed()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        const Answer answer = m_server->ask(method, target);
        QCOMPARE(answer.status, status);
        QCOMPARE(DescribedApi(document()).problem(method, target, answer), QString());
    }

    void theHelperSeesWhatIsNotAsDescribed()
    {
        const DescribedApi api(document());
        Answer answer = m_server->ask("GET", "/health");
        answer.body = "{\"ok\": \"yes\"}";
        QVERIFY(!api.problem("GET", "/health", answer).isEmpty());
        answer.body = "{\"ok\": true, \"more\": 1}";
        QVERIFY(!api.problem("GET", "/health", answer).isEmpty());
        answer.body = "{\"ok\": true}";
        QCOMPARE(api.problem("GET", "/health", answer), QString());
        answer.status = 418;
        QVERIFY(!api.problem("GET", "/health", answer).isEmpty());
        QVERIFY(!api.problem("GET", "/nowhere", answer).isEmpty());
    }

    void costsNothingWhoHasItAlready()
    {
        for (const char *target : {"/openapi.json", "/docs", "/docs/swagger-ui-bundle.js"}) {
            for (const char *encoding : {"gzip", "identity"}) {
                const Answer whole = m_server->ask("GET", target, {{"accept-encoding", encoding}});
                QCOMPARE(whole.status, 200);
                QCOMPARE(whole.header("content-encoding"), QByteArray(encoding).replace("identity", ""));
                const QByteArray tag = whole.header("etag");
                QVERIFY(!tag.isEmpty());
                const Answer known =
                    m_server->ask("GET", target, {{"accept-encoding", encoding}, {"if-none-match", "\"x\", W/" + tag}});
                QCOMPARE(known.status, 304);
                QCOMPARE(known.header("etag"), tag);
                QVERIFY(known.body.isEmpty());
            }
        }
    }

    void thePageMayRunItsOwnScriptsOnly()
    {
        const Answer answer = m_server->ask("GET", "/docs");
        const QByteArray policy = answer.header("content-security-policy");
        QVERIFY(policy.contains("default-src 'none'"));
        QVERIFY(policy.contains("script-src 'self';"));
        QVERIFY(policy.contains("connect-src 'self'"));
        QVERIFY(answer.body.contains("/docs/start.js"));
        QVERIFY(!answer.body.contains("://"));
    }

    void sharesTheSchemasThatHaveAName()
    {
        const http::Schema thing = schema::object({{"id", schema::uuid()}}).named("Thing");
        http::Api api;
        http::RouteOptions options;
        options.description = {.summary = u"Change"_s,
                               .security = http::Security::Bearer,
                               .params = schema::object({{"id", schema::uuid()}}),
                               .query = schema::object({{"page", schema::integer(1, 9).byDefault(1)}}),
                               .body = schema::object({{"things", schema::array(thing)}}),
                               .responses = {{200, {u"It."_s, thing}}},
                               .errors = {404, 409}};
        api.patch("/things/:id", &nothing, options);
        const QJsonObject document = http::openApiDocument(api.routes());
        const QJsonObject operation = document.value("paths"_L1)["/things/{id}"_L1]["patch"_L1].toObject();
        QCOMPARE(operation.value("operationId"_L1), QJsonValue(u"patchThingsById"_s));
        QCOMPARE(operation["responses"_L1]["200"_L1]["content"_L1]["application/json"_L1]["schema"_L1].toObject(),
                 (QJsonObject{{u"$ref"_s, u"#/components/schemas/Thing"_s}}));
        QCOMPARE(operation["responses"_L1].toObject().keys(),
                 QStringList({u"200"_s, u"400"_s, u"401"_s, u"404"_s, u"409"_s, u"413"_s, u"415"_s, u"500"_s, u"503"_s,
                              u"504"_s}));
        QCOMPARE(operation["security"_L1].toArray().size(), 1);
        QCOMPARE(operation["parameters"_L1].toArray().size(), 2);
        QVERIFY(document["components"_L1]["schemas"_L1].toObject().contains("Error"_L1));
    }

    void refusesTwoSchemasOfOneName()
    {
        QJsonObject components;
        schema::string().named("A").published(&components);
        schema::string().named("A").published(&components);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, schema::integer().named("A").published(&components));
    }

private:
    // Of a server that isn't started; they live no longer than it.
    static void forEachRoute(const std::function<void(const http::Route &)> &look)
    {
        telemetry::Telemetry telemetry({}, 1);
        TestDatabase database(store::Dialect::Sqlite);
        const auto secrets = auth::JwtSecrets::load(database.folder(), {});
        redis::Clients redis;
        Application application({telemetry, database.pool(), redis}, {}, secrets, {}, true);
        admin::Feed feed({}, {}, application.feedClients);
        http::Api api;
        registerFeatures(api, application, feed);
        for (const auto &route : api.routes())
            look(*route);
    }

    QJsonObject document() { return m_server->ask("GET", "/openapi.json").json(); }

    std::unique_ptr<TestServer> m_server;
};

QTEST_GUILESS_MAIN(OpenApiTest)
#include "openapi_test.moc"
