// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/account_client.h"
#include "support/described_api.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;
using namespace signalbox::test;

// Every answer of /auth and /users, held against what /openapi.json says of it.
class AccountsDescribedTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    std::unique_ptr<DescribedApi> m_api;
    QByteArray m_admin;
    QByteArray m_root; // the admin's id
    int m_users = 0;
    QSet<QString> m_tried;

    // Words in capitals are what differs from run to run.
    QByteArray filledIn(QByteArray text, const Answer &login, const QByteArray &email) const
    {
        return text.replace("REFRESH", AccountClient::text(login, "refreshToken"))
            .replace("EMAIL", email)
            .replace("NOBODY", "0190b5a4-0000-7000-8000-000000000000")
            .replace("ROOT", m_root)
            .replace("ID", AccountClient::text(login, "user.id"))
            .replace("LONG", QByteArray(20'000, 'x'));
    }

private slots:
    void initTestCase()
    {
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.registerRate = 0; // each row registers somebody
        });
        QVERIFY(m_server->start());
        m_client = std::make_unique<AccountClient>(*m_server);
        const Answer login = m_client->logIn(accountAdminEmail);
        m_admin = AccountClient::text(login, "token");
        m_root = AccountClient::text(login, "user.id");
        m_api = std::make_unique<DescribedApi>(m_server->get("/openapi.json").json());
    }

    void cleanupTestCase() { QVERIFY(m_server->stop()); }

    void answersAreAsDescribed_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char *method, const char *target, const char *who, const char *body, int status) {
            QTest::addRow("%s %s of %s %.60s: %d", method, target, who, body, status)
                << QByteArray(method) << QByteArray(target) << QByteArray(who) << QByteArray(body) << status;
        };
        const char *newUser = R"({"email": "new-EMAIL", "password": "correct horse", "name": "New"})";
        const char *knownUser = R"({"email": "EMAIL", "password": "correct horse", "name": "New"})";
        const char *refresh = R"({"refreshToken": "REFRESH"})";
        row("POST", "/auth/register", "nobody", newUser, 201);
        row("POST", "/auth/register", "nobody", knownUser, 409);
        row("POST", "/auth/register", "nobody", R"({"email": "x", "role": "admin"})", 400);
        row("POST", "/auth/register", "nobody", "{", 400);
        row("POST", "/auth/register", "nobody", R"({"name": "LONG"})", 413);
        row("POST", "/auth/register", "nobody", "text", 415);
        row("POST", "/auth/login", "nobody", R"({"email": "EMAIL", "password": "correct horse"})", 200);
        row("POST", "/auth/login", "nobody", R"({"email": "EMAIL", "password": "wrong horse"})", 401);
        row("POST", "/auth/login", "nobody", R"({"email": "nobody-EMAIL", "password": "wrong horse"})", 401);
        row("POST", "/auth/login", "a disabled user", R"({"email": "EMAIL", "password": "correct horse"})", 403);
        row("POST", "/auth/login", "a guesser", R"({"email": "EMAIL", "password": "correct horse"})", 429);
        row("POST", "/auth/login", "nobody", R"({"email": 7})", 400);
        row("POST", "/auth/refresh", "nobody", refresh, 200);
        row("POST", "/auth/refresh", "a disabled user", refresh, 401);
        row("POST", "/auth/refresh", "nobody", R"({"refreshToken": "x"})", 401);
        row("POST", "/auth/refresh", "nobody", "{}", 400);
        row("POST", "/auth/logout", "nobody", refresh, 204);
        row("POST", "/auth/logout", "nobody", R"({"refreshToken": "x"})", 204);
        row("POST", "/auth/logout", "nobody", "{}", 400);

        row("POST", "/auth/login", "nobody", "text", 415);
        row("POST", "/auth/login", "nobody", R"({"email": "LONG"})", 413);
        row("POST", "/auth/refresh", "nobody", "text", 415);
        row("POST", "/auth/refresh", "nobody", R"({"refreshToken": "LONG"})", 413);
        row("POST", "/auth/logout", "nobody", "text", 415);
        row("POST", "/auth/logout", "nobody", R"({"refreshToken": "LONG"})", 413);
        row("POST", "/users", "the admin", R"({"name": "LONG"})", 413);
        row("PATCH", "/users/ID", "the admin", "text", 415);
        row("PATCH", "/users/ID", "the admin", R"({"name": "LONG"})", 413);

        row("GET", "/users/me", "the user", "", 200);
        row("GET", "/users/me", "nobody", "", 401);
        row("GET", "/users/me", "a liar", "", 401);
        row("GET", "/users?role=user&q=e&page=1&limit=2", "the admin", "", 200);
        row("GET", "/users", "nobody", "", 401);
        row("GET", "/users", "the user", "", 403);
        row("GET", "/users?limit=1000", "the admin", "", 400);
        row("POST", "/users", "the admin", newUser, 201);
        row("POST", "/users", "the admin", knownUser, 409);
        row("POST", "/users", "the admin", R"({"name": ""})", 400);
        row("POST", "/users", "nobody", newUser, 401);
        row("POST", "/users", "the user", newUser, 403);
        row("POST", "/users", "the admin", "text", 415);
        row("GET", "/users/ID", "the user", "", 200);
        row("GET", "/users/ID?fresh=1", "the admin", "", 200);
        row("GET", "/users/ID", "nobody", "", 401);
        row("GET", "/users/ROOT", "the user", "", 403);
        row("GET", "/users/NOBODY", "the admin", "", 404);
        row("GET", "/users/x", "the admin", "", 400);
        row("PATCH", "/users/ID", "the user", R"({"name": "Another"})", 200);
        row("PATCH", "/users/ID", "the admin", R"({"role": "editor", "disabled": true})", 200);
        row("PATCH", "/users/ID", "nobody", R"({"name": "Another"})", 401);
        row("PATCH", "/users/ROOT", "the user", R"({"name": "Another"})", 403);
        row("PATCH", "/users/ID", "the user", R"({"role": "admin"})", 403);
        row("PATCH", "/users/ID", "the user", R"({"hash": "x"})", 400);
        row("PATCH", "/users/ID", "the user", "{}", 400);
        row("PATCH", "/users/NOBODY", "the admin", R"({"name": "Another"})", 404);
        row("PATCH", "/users/ID", "the admin", R"({"email": "root@example.com"})", 409);
        row("PATCH", "/users/ROOT", "the admin", R"({"role": "user"})", 409);
        row("DELETE", "/users/ID", "the admin", "", 204);
        row("DELETE", "/users/ID", "nobody", "", 401);
        row("DELETE", "/users/ID", "the user", "", 403);
        row("DELETE", "/users/NOBODY", "the admin", "", 404);
        row("DELETE", "/users/ROOT", "the admin", "", 409);
        row("DELETE", "/users/x", "the admin", "", 400);
    }

    void answersAreAsDescribed()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const QByteArray name = "u" + QByteArray::number(++m_users);
        const QByteArray email = name + "@example.com";
        const Answer login = m_client->registerUser(name);
        QCOMPARE(login.status, 201);
        if (who == "a disabled user") {
            const QJsonObject disabled{{u"disabled"_s, true}};
            m_client->call("PATCH", filledIn("/users/ID", login, email), m_admin, disabled);
        }
        for (int i = 0; who == "a guesser" && i < 5; ++i)
            QCOMPARE(m_client->logIn(email, "wrong horse").status, 401);

        const QHash<QByteArray, QByteArray> tokens{
            {"the user", AccountClient::text(login, "token")}, {"the admin", m_admin}, {"a liar", "x.y.z"}};
        Fields fields;
        if (tokens.contains(who))
            fields << std::pair<QByteArray, QByteArray>("Authorization", "Bearer " + tokens[who]);
        if (!body.isEmpty())
            fields << std::pair<QByteArray, QByteArray>("Content-Type",
                                                        body == "text" ? "text/plain" : "application/json");
        target = filledIn(target, login, email);
        const Answer answer = m_server->ask(method, target, fields, filledIn(body, login, email));
        QCOMPARE(answer.status, status);
        QCOMPARE(m_api->problem(method, target, answer), QString());
        m_tried.insert(m_api->operationAt(method, target) + u' ' + QString::number(status));
    }

    // So that no operation, and no answer that one is said to give, is forgotten above.
    void everyDescribedAnswerIsTried()
    {
        // These need a server that fails or is in a hurry, or some hundred requests: see auth_rates_test.
        const QStringList elsewhere{u"500"_s, u"503"_s, u"504"_s};
        const QString refreshedTooOften = u"POST /auth/refresh 429"_s;
        QVERIFY(!m_tried.isEmpty());
        for (const QString &operation : m_api->operations()) {
            if (!operation.contains(" /auth/"_L1) && !operation.contains(" /users"_L1))
                continue;
            for (const QString &status : m_api->statuses(operation)) {
                const QString answer = operation + u' ' + status;
                if (!elsewhere.contains(status) && answer != refreshedTooOften)
                    QVERIFY2(m_tried.contains(answer), qPrintable(answer));
            }
        }
    }
};

QTEST_GUILESS_MAIN(AccountsDescribedTest)
#include "accounts_described_test.moc"
