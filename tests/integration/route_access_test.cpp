// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed.h"
#include "auth/uuid.h"
#include "http/api.h"
#include "http/route.h"
#include "runtime/application.h"
#include "support/account_client.h"
#include "support/test_database.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

namespace {

// Who is let through to a route's handler.
enum class Access {
    Anyone,
    Users, // whoever has a good token
    SelfAndAdmins, // the user whom the path names
    Admins,
    EditorsAndAdmins,
};

const QHash<QByteArray, Access> routeAccess{
    {"GET /health", Access::Anyone},
    {"GET /ready", Access::Anyone},
    {"GET /debug/active", Access::Anyone},
    {"GET /openapi.json", Access::Anyone},
    {"GET /docs", Access::Anyone},
    {"GET /docs/:asset", Access::Anyone},
    {"POST /auth/register", Access::Anyone},
    {"POST /auth/login", Access::Anyone},
    {"POST /auth/refresh", Access::Anyone},
    {"POST /auth/logout", Access::Anyone},
    {"GET /users/me", Access::Users},
    {"GET /users", Access::Admins},
    {"POST /users", Access::Admins},
    {"GET /users/:id", Access::SelfAndAdmins},
    {"PATCH /users/:id", Access::SelfAndAdmins},
    {"DELETE /users/:id", Access::Admins},
    {"POST /jobs/:queue", Access::EditorsAndAdmins},
    {"GET /jobs/:queue/:id", Access::EditorsAndAdmins},
    {"GET /admin/info", Access::Admins},
    {"GET /admin/stats", Access::Admins},
    {"GET /admin/series", Access::Admins},
    {"GET /admin/routes", Access::Admins},
    {"GET /admin/routes/detail", Access::Admins},
    {"GET /admin/requests", Access::Admins},
    {"GET /admin/requests/:id", Access::Admins},
    {"GET /admin/settings", Access::Admins},
    {"PATCH /admin/settings", Access::Admins},
    {"GET /admin/feed", Access::Admins},
    {"GET /admin/users", Access::Admins},
    {"GET /admin/users/export.csv", Access::Admins},
    {"POST /admin/users", Access::Admins},
    {"POST /admin/users/batch", Access::Admins},
    {"GET /admin/users/:id", Access::Admins},
    {"PATCH /admin/users/:id", Access::Admins},
    {"DELETE /admin/users/:id", Access::Admins},
    {"POST /admin/users/:id/password", Access::Admins},
    {"GET /admin/users/:id/sessions", Access::Admins},
    {"DELETE /admin/users/:id/sessions/:session", Access::Admins},
    {"DELETE /admin/users/:id/sessions", Access::Admins},
    {"POST /admin/users/:id/impersonate", Access::Admins},
    {"GET /admin/audit", Access::Admins},
    {"GET /admin/cache", Access::Admins},
    {"GET /admin/cache/series", Access::Admins},
    {"GET /admin/cache/invalidations", Access::Admins},
    {"PATCH /admin/cache/namespaces/:name", Access::Admins},
    {"POST /admin/cache/namespaces/:name/flush", Access::Admins},
    {"POST /admin/cache/namespaces/:name/invalidate", Access::Admins},
    {"GET /admin/redis", Access::Admins},
    {"GET /admin/redis/keys", Access::Admins},
    {"POST /admin/redis/keys/delete", Access::Admins},
    {"GET /admin/redis/keys/:id", Access::Admins},
    {"DELETE /admin/redis/keys/:id", Access::Admins},
    {"PATCH /admin/redis/keys/:id", Access::Admins},
    {"GET /admin/queues", Access::Admins},
    {"POST /admin/queues", Access::Admins},
    {"POST /admin/queues/pause", Access::Admins},
    {"GET /admin/queues/:queue", Access::Admins},
    {"PATCH /admin/queues/:queue", Access::Admins},
    {"GET /admin/queues/:queue/jobs", Access::Admins},
    {"POST /admin/queues/:queue/jobs", Access::Admins},
    {"POST /admin/queues/:queue/search", Access::Admins},
    {"POST /admin/queues/:queue/actions", Access::Admins},
    {"GET /admin/queues/:queue/jobs/:job", Access::Admins},
    {"PATCH /admin/queues/:queue/jobs/:job", Access::Admins},
    {"GET /admin/queues/:queue/jobs/:job/logs", Access::Admins},
    {"GET /admin/queues/:queue/jobs/:job/tree", Access::Admins},
    {"POST /admin/queues/:queue/drain", Access::Admins},
    {"POST /admin/queues/:queue/clean", Access::Admins},
    {"POST /admin/queues/:queue/obliterate", Access::Admins},
    {"GET /admin/queues/:queue/schedulers", Access::Admins},
    {"PUT /admin/queues/:queue/schedulers/:scheduler", Access::Admins},
    {"POST /admin/queues/:queue/schedulers/:scheduler/run", Access::Admins},
    {"POST /admin/queues/schedulers/preview", Access::Admins},
    {"DELETE /admin/queues/:queue/schedulers/:scheduler", Access::Admins},
    {"GET /admin/queues/alerts", Access::Admins},
    {"PUT /admin/queues/alerts", Access::Admins},
    {"PUT /admin/queues/:queue/alerts", Access::Admins},
    {"POST /admin/queues/alerts/:alert/snooze", Access::Admins},
    {"POST /admin/queues/connections", Access::Admins},
    {"PATCH /admin/queues/connections/:connection", Access::Admins},
    {"DELETE /admin/queues/connections/:connection", Access::Admins},
};

QByteArray nameOf(const http::Route &route)
{
    static const QHash<http::Method, QByteArray> names{{http::Method::Get, "GET"},
                                                       {http::Method::Post, "POST"},
                                                       {http::Method::Put, "PUT"},
                                                       {http::Method::Patch, "PATCH"},
                                                       {http::Method::Delete, "DELETE"}};
    return names.value(route.method) + ' ' + route.pattern;
}

} // namespace

// 401 and 403 of every route that there is, for everybody who may come.
class RouteAccessTest : public QObject {
    Q_OBJECT

private:
    struct Visitor {
        QByteArray name;
        QByteArray token;
        std::array<int, 5> refusals; // by Access; 0: none
    };

    std::unique_ptr<TestServer> m_server;
    QList<Visitor> m_visitors;
    QByteArray m_user; // the one whom a path names

private slots:
    void initTestCase()
    {
        m_server = std::make_unique<TestServer>(&withAccounts);
        QVERIFY(m_server->start());
        const AccountClient client(*m_server);
        const QByteArray admin = client.adminToken();
        const auto registered = [&](const QByteArray &name) { return client.registerUser(name); };
        const Answer user = registered("user");
        m_user = AccountClient::text(user, "user.id");
        const QByteArray editor = AccountClient::text(registered("editor"), "user.id");
        QCOMPARE(client.call("PATCH", "/users/" + editor, admin, QJsonObject{{u"role"_s, u"editor"_s}}).status, 200);
        const QByteArray impersonating =
            AccountClient::text(client.call("POST", "/admin/users/" + m_user + "/impersonate", admin), "token");
        QVERIFY(!impersonating.isEmpty());
        m_visitors = {
            {"no token", {}, {0, 401, 401, 401, 401}},
            {"a bad token", "bad", {0, 401, 401, 401, 401}},
            {"the user", AccountClient::text(user, "token"), {0, 0, 0, 403, 403}},
            {"who acts as the user", impersonating, {0, 0, 0, 403, 403}},
            {"another user", AccountClient::text(registered("other"), "token"), {0, 0, 403, 403, 403}},
            {"an editor", AccountClient::text(client.logIn("editor@example.com"), "token"), {0, 0, 403, 403, 0}},
            {"an admin", admin, {0, 0, 0, 0, 0}},
        };
    }

    void cleanupTestCase() { QVERIFY(m_server->stop()); }

    // So that a new route can't be forgotten here.
    void everyRouteIsInTheTable()
    {
        telemetry::Telemetry telemetry({}, 1);
        TestDatabase database(store::Dialect::Sqlite);
        const auto secrets = auth::JwtSecrets::load(database.folder(), {});
        redis::Clients redis;
        Application application({telemetry, database.pool(), redis}, {}, secrets, {}, false);
        admin::Feed feed({}, {}, application.feedClients);
        http::Api api;
        registerFeatures(api, application, feed);
        QSet<QByteArray> found;
        for (const auto &route : api.routes())
            found.insert(nameOf(*route));
        for (const QByteArray &route : found)
            QVERIFY2(routeAccess.contains(route), ("not in the table: " + route).constData());
        for (const QByteArray &route : routeAccess.keys())
            QVERIFY2(found.contains(route), ("no such route: " + route).constData());
    }

    void everybodyIsLetThroughOrRefused_data()
    {
        QTest::addColumn<QByteArray>("route");
        for (const QByteArray &route : routeAccess.keys())
            QTest::newRow(route.constData()) << route;
    }

    void everybodyIsLetThroughOrRefused()
    {
        QFETCH(QByteArray, route);
        const Access access = routeAccess[route];
        const AccountClient client(*m_server);
        const QByteArray method = route.split(' ')[0];
        // What admins may change is nobody's; what a user may, is that user's.
        const QByteArray named = access == Access::SelfAndAdmins ? m_user : auth::newUuid(1);
        QByteArray target = route.split(' ')[1];
        target.replace(":id", named).replace(":session", auth::newUuid(1)).replace(":asset", "start.js");
        for (const Visitor &visitor : m_visitors) {
            const Answer answer = client.call(method, target, visitor.token);
            const int refusal = visitor.refusals[std::size_t(access)];
            const QByteArray seen = visitor.name + ": " + QByteArray::number(answer.status) + ' ' + answer.body;
            if (refusal != 0)
                QVERIFY2(answer.status == refusal, seen.constData());
            else
                QVERIFY2(answer.status > 0 && answer.status != 401 && answer.status != 403, seen.constData());
            QVERIFY2(answer.header("WWW-Authenticate").isEmpty() == (answer.status != 401), seen.constData());
        }
    }
};

QTEST_GUILESS_MAIN(RouteAccessTest)
#include "route_access_test.moc"
