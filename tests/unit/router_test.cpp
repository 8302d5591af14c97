// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/route.h"
#include "http/router.h"

#include <QTest>

#include <stdexcept>

using namespace signalbox::http;

namespace {

Method methodNamed(const QByteArray &name)
{
    static const QHash<QByteArray, Method> methods{
        {"GET", Method::Get},     {"HEAD", Method::Head},     {"POST", Method::Post},       {"PUT", Method::Put},
        {"PATCH", Method::Patch}, {"DELETE", Method::Delete}, {"OPTIONS", Method::Options}, {"BREW", Method::Other}};
    return methods.value(name);
}

// "GET /users/:id", or "UPGRADE /feed", in `group`.
void addRoute(Router &router, const QByteArray &text, const QByteArray &group = {})
{
    const QByteArrayList words = text.split(' ');
    auto route = std::make_shared<Route>();
    route->pattern = words.at(1);
    route->parameters = Router::parametersOf(route->pattern);
    route->group = group;
    if (words.first() == "UPGRADE")
        route->accept = [](std::shared_ptr<Context>, std::unique_ptr<QTcpSocket>) {};
    else
        route->method = methodNamed(words.first());
    router.add(std::move(route));
}

// "/users/:id id=7", "404", "405 GET, HEAD, OPTIONS", "400"
QByteArray shown(const RouteMatch &match)
{
    switch (match.result) {
    case RouteMatch::Result::Malformed:
        return "400";
    case RouteMatch::Result::NotFound:
        return "404";
    case RouteMatch::Result::MethodNotAllowed:
        return "405 " + match.allow;
    case RouteMatch::Result::Found:
        break;
    }
    QByteArray text = (match.route->accept ? "upgrade " : "") + match.route->pattern;
    for (qsizetype i = 0; i < match.values.size(); ++i)
        text += ' ' + match.route->parameters[i] + '=' + match.values[i].toByteArray();
    return text;
}

} // namespace

class RouterTest : public QObject {
    Q_OBJECT

private slots:
    void findsTheRoute_data()
    {
        QTest::addColumn<QByteArrayList>("routes");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *name, QByteArrayList routes, QByteArray request, QByteArray found) {
            QTest::newRow(name) << routes << request << found;
        };
        const QByteArrayList users{"GET /users",     "POST /users",       "GET /users/me",
                                   "GET /users/:id", "DELETE /users/:id", "GET /users/:id/posts/:post"};
        row("root", {"GET /"}, "GET /", "/");
        row("root is not everything", {"GET /"}, "GET /x", "404");
        row("nothing registered", {}, "GET /", "404");
        row("fixed", users, "GET /users", "/users");
        row("by method", users, "POST /users", "/users");
        row("parameter", users, "GET /users/7", "/users/:id id=7");
        row("fixed before parameter", users, "GET /users/me", "/users/me");
        row("two parameters", users, "GET /users/7/posts/8", "/users/:id/posts/:post id=7 post=8");
        row("too short", users, "GET /users/7/posts", "404");
        row("too long", users, "GET /users/7/posts/8/9", "404");
        row("case matters", users, "GET /Users", "404");
        row("trailing slash matters", users, "GET /users/", "404");
        row("empty parameter", users, "GET /users//posts/8", "404");
        row("not in origin form", users, "GET users", "404");
        row("empty path", users, "GET ", "404");

        row("HEAD from GET", users, "HEAD /users/7", "/users/:id id=7");
        row("own HEAD before GET's", {"GET /a", "HEAD /a"}, "HEAD /a", "/a");
        row("no HEAD without GET", {"POST /a"}, "HEAD /a", "405 POST, OPTIONS");
        row("wrong method", users, "PUT /users", "405 GET, HEAD, POST, OPTIONS");
        row("unknown method", users, "BREW /users", "405 GET, HEAD, POST, OPTIONS");
        row("unknown method, unknown path", users, "BREW /tea", "404");
        row("OPTIONS is answered by the dispatcher", users, "OPTIONS /users/7", "405 GET, HEAD, DELETE, OPTIONS");
        row("own OPTIONS", {"OPTIONS /a"}, "OPTIONS /a", "/a");
        row("falls back to the parameter for its method", users, "DELETE /users/me", "/users/:id id=me");
        row("allows what any match allows", users, "PUT /users/me", "405 GET, HEAD, DELETE, OPTIONS");

        const QByteArrayList files{"GET /files/*path", "GET /files/:name/info", "GET /files/readme"};
        row("wildcard", files, "GET /files/a/b/c.txt", "/files/*path path=a/b/c.txt");
        row("wildcard of one", files, "GET /files/a", "/files/*path path=a");
        row("wildcard needs a segment", files, "GET /files", "404");
        row("wildcard needs more than a slash", files, "GET /files/", "404");
        row("wildcard keeps empty segments", files, "GET /files//a/", "/files/*path path=/a/");
        row("parameter before wildcard", files, "GET /files/a/info", "/files/:name/info name=a");
        row("back from parameter to wildcard", files, "GET /files/a/other", "/files/*path path=a/other");
        row("back from fixed to wildcard", files, "GET /files/readme/x", "/files/*path path=readme/x");
        row("wildcard of all", {"GET /*all"}, "GET /a/b", "/*all all=a/b");
        row("back two levels", {"GET /a/b/c", "GET /:x/b/d", "GET /*rest"}, "GET /a/b/e", "/*rest rest=a/b/e");
        row("back one level", {"GET /a/b/c", "GET /:x/b/d"}, "GET /a/b/d", "/:x/b/d x=a");
        row("names belong to the route", {"GET /u/:id", "GET /u/:user/posts"}, "GET /u/7/posts",
            "/u/:user/posts user=7");

        row("decodes a parameter", users, "GET /users/J%C3%BCrgen%20M", "/users/:id id=J\xc3\xbcrgen M");
        row("plus is itself", users, "GET /users/a+b", "/users/:id id=a+b");
        row("%2F does not separate", users, "GET /users/a%2Fposts%2Fb", "/users/:id id=a/posts/b");
        row("decodes once", users, "GET /users/%2541", "/users/:id id=%41");
        row("decodes before it compares", users, "GET /%75sers", "/users");
        row("colon and star are data", users, "GET /users/%3Aid", "/users/:id id=:id");
        row("decodes in a wildcard", files, "GET /files/a%20b/c%2Fd", "/files/*path path=a b/c/d");
        row("% at the end", users, "GET /users/%", "400");
        row("% with one digit", users, "GET /users/%4", "400");
        row("% with no hex", users, "GET /users/%zz", "400");
        row("NUL", users, "GET /users/a%00", "400");
        row("not UTF-8", users, "GET /users/%ff", "400");
        row("overlong UTF-8", users, "GET /users/%c0%af", "400");
        row("surrogate", users, "GET /users/%ed%a0%80", "400");
        row("raw bytes that are not UTF-8", users, "GET /users/\xfe", "400");
        row("malformed beats unknown", users, "GET /nothing/%", "400");

        row("upgrade", {"UPGRADE /feed"}, "UPGRADE /feed", "upgrade /feed");
        row("upgrade route without upgrade", {"UPGRADE /feed"}, "GET /feed", "upgrade /feed");
        row("upgrade beside a route", {"GET /io", "UPGRADE /io"}, "UPGRADE /io", "upgrade /io");
        row("route beside an upgrade", {"GET /io", "UPGRADE /io"}, "GET /io", "/io");
        row("upgrade is a GET", {"UPGRADE /feed"}, "POST /feed", "405 GET, HEAD, OPTIONS");
        row("asks for an upgrade where there is none", users, "UPGRADE /users", "/users");
    }

    void findsTheRoute()
    {
        QFETCH(QByteArrayList, routes);
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, found);
        Router router;
        for (const QByteArray &route : routes)
            addRoute(router, route);
        const qsizetype space = request.indexOf(' ');
        const QByteArray method = request.first(space);
        const RouteMatch match =
            router.find(methodNamed(method), QByteArrayView(request).sliced(space + 1), method == "UPGRADE");
        QCOMPARE(shown(match), found);
    }

    void findsEachOfManyRoutes()
    {
        Router router;
        for (int i = 0; i < 300; ++i) {
            const QByteArray number = QByteArray::number(i);
            addRoute(router, "GET /api/v" + number + "/items/:id");
            addRoute(router, "GET /:tenant" + number + "/x" + number + "/*rest");
        }
        for (int i = 0; i < 300; ++i) {
            const QByteArray number = QByteArray::number(i);
            QCOMPARE(shown(router.find(Method::Get, QByteArray("/api/v" + number + "/items/a"))),
                     "/api/v" + number + "/items/:id id=a");
            QCOMPARE(shown(router.find(Method::Get, QByteArray("/t/x" + number + "/y"))),
                     "/:tenant" + number + "/x" + number + "/*rest tenant" + number + "=t rest=y");
        }
    }

    void takesAPathOfOnlySlashes()
    {
        Router router;
        addRoute(router, "GET /:a/:b");
        QCOMPARE(shown(router.find(Method::Get, QByteArray(8000, '/'))), QByteArray("404"));
    }

    void refusesAPattern_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::newRow("no slash") << QByteArray("users");
        QTest::newRow("no name") << QByteArray("/users/:");
        QTest::newRow("no wildcard name") << QByteArray("/users/*");
        QTest::newRow("wildcard not last") << QByteArray("/files/*path/info");
        QTest::newRow("same name twice") << QByteArray("/a/:id/b/:id");
        QTest::newRow("empty") << QByteArray();
    }

    void refusesAPattern()
    {
        QFETCH(QByteArray, pattern);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, Router::parametersOf(pattern));
    }

    void refusesASecondRouteOfTheSameMethod()
    {
        Router router;
        addRoute(router, "GET /users/:id");
        QVERIFY_THROWS_EXCEPTION(std::logic_error, addRoute(router, "GET /users/:name"));
    }

    void removesAGroupAndNothingElse()
    {
        Router router;
        addRoute(router, "GET /demo", "other");
        addRoute(router, "GET /demo/slow", "demo");
        addRoute(router, "GET /demo/:x/deep/*rest", "demo");
        addRoute(router, "GET /demo/:x/kept");
        router.removeGroup("demo");
        QCOMPARE(shown(router.find(Method::Get, QByteArray("/demo"))), QByteArray("/demo"));
        QCOMPARE(shown(router.find(Method::Get, QByteArray("/demo/slow"))), QByteArray("404"));
        QCOMPARE(shown(router.find(Method::Get, QByteArray("/demo/a/deep/b"))), QByteArray("404"));
        QCOMPARE(shown(router.find(Method::Get, QByteArray("/demo/a/kept"))), QByteArray("/demo/:x/kept x=a"));
    }

    void takesAGroupBackIn()
    {
        Router router;
        addRoute(router, "GET /demo/slow", "demo");
        router.removeGroup("demo");
        addRoute(router, "GET /demo/slow", "demo");
        QCOMPARE(shown(router.find(Method::Get, QByteArray("/demo/slow"))), QByteArray("/demo/slow"));
    }

    void aMatchOutlivesItsRoute()
    {
        Router router;
        addRoute(router, "GET /demo/:id", "demo");
        const RouteMatch match = router.find(Method::Get, QByteArray("/demo/7"));
        router.removeGroup("demo");
        QCOMPARE(shown(match), QByteArray("/demo/:id id=7"));
    }
};

QTEST_APPLESS_MAIN(RouterTest)
#include "router_test.moc"
