// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"
#include "http/validated_input.h"
#include "support/http_fixture.h"

#include <QJsonArray>
#include <QtTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;
namespace schema = signalbox::http::schema;
using http::Context;
using http::Reply;

namespace {

const QByteArray id = "0198c0de-0000-7000-8000-000000000001";

QCoro::Task<Reply> tellInput(Context &context)
{
    const http::ValidatedInput &input = context.input();
    co_return Reply::json(
        QJsonObject{{u"params"_s, input.params()}, {u"query"_s, input.query()}, {u"body"_s, input.body()}});
}

QCoro::Task<Reply> refuseStrangers(Context &context, const http::Handler &next)
{
    if (context.header("authorization").isEmpty())
        throw http::AppError(401, u"Who are you?"_s);
    co_return co_await next(context);
}

void addRoutes(http::Api &api)
{
    api.post(
        "/things/:id", &tellInput,
        {.description = {
             .summary = u"Make a thing"_s,
             .params = schema::object({{"id", schema::uuid()}}),
             .query = schema::object({{"page", schema::integer(1, 100).byDefault(1)},
                                      {"loud", schema::boolean()},
                                      {"ratio", schema::number()},
                                      {"tag", schema::array(schema::string().length(1, 5))}}),
             .body =
                 schema::object({{"email", schema::email()}, {"password", schema::newPassword()}}).required({"email"}),
         }});
    api.post("/optional", &tellInput,
             {.description = {.summary = u"Optional"_s,
                              .body = schema::object({{"name", schema::string().byDefault("x")}}),
                              .bodyOptional = true}});
    api.post("/guarded", &tellInput,
             {.middleware = {&refuseStrangers},
              .bodyLimit = 64,
              .description = {.summary = u"Guarded"_s, .body = schema::object({})}});
    api.get("/files/:name", &tellInput, {.description = {.summary = u"Undeclared parameters"_s}});
}

QJsonObject fieldErrors(const RawAnswer &answer)
{
    return jsonOf(answer).value("details"_L1).toObject().value("fieldErrors"_L1).toObject();
}

QJsonObject parse(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class HttpValidationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_server = std::make_unique<HttpFixture>(&addRoutes); }
    void cleanupTestCase() { m_server.reset(); }

    void givesTheHandlerTypesAndDefaults()
    {
        const RawAnswer answer = m_server->postJson("/things/" + id + "?loud=1&ratio=2.5&tag=a&tag=b&unknown=x",
                                                    "{\"email\": \" Ann@Example.org \", \"password\": \"12345678\"}");
        QCOMPARE(answer.status, 200);
        QCOMPARE(jsonOf(answer), parse(R"({"params": {"id": ")" + id + R"("},
                           "query": {"loud": true, "page": 1, "ratio": 2.5, "tag": ["a", "b"]},
                           "body": {"email": "ann@example.org", "password": "12345678"}})"));
    }

    void namesAllThatIsWrongAtOnce()
    {
        const RawAnswer answer = m_server->postJson("/things/1?page=zero&loud=very&tag=&page=2",
                                                    "{\"password\": \"short\", \"role\": \"admin\"}");
        QCOMPARE(answer.status, 400);
        QCOMPARE(jsonOf(answer).value("error"_L1).toString(), u"Validation failed"_s);
        QCOMPARE(jsonOf(answer).value("details"_L1).toObject().value("formErrors"_L1), QJsonValue(QJsonArray()));
        QCOMPARE(fieldErrors(answer), parse(R"({
            "params.id": ["Must be a UUID"],
            "query.page": ["Must be given only once", "Must be a whole number from 1 to 100"],
            "query.loud": ["Must be true or false"],
            "query.tag.0": ["Must not be empty"],
            "body.email": ["Required"],
            "body.password": ["At least 8 characters"],
            "body.role": ["Unknown field"]})"));
    }

    void aBodyOfAnotherTypeIs415AndOneThatCantBeReadIs400()
    {
        QCOMPARE(m_server->request("POST", "/things/1", "Content-Type: text/plain\r\n", "{}").status, 415);
        QCOMPARE(m_server->request("POST", "/things/" + id).status, 415);
        QCOMPARE(m_server->postJson("/things/" + id, "{").status, 400);
        QCOMPARE(m_server->postJson("/things/" + id, "[]").status, 400);
    }

    void anOptionalBodyMayBeAbsent()
    {
        QCOMPARE(jsonOf(m_server->request("POST", "/optional")).value("body"_L1),
                 QJsonValue(parse(R"({"name": "x"})")));
        QCOMPARE(m_server->postJson("/optional", "{\"name\": 1}").status, 400);
    }

    void middlewareRefusesBefore()
    {
        QCOMPARE(m_server->request("POST", "/guarded", "Content-Type: text/plain\r\n", "x").status, 401);
        QCOMPARE(m_server->request("POST", "/guarded", "Authorization: me\r\nContent-Type: text/plain\r\n", "x").status,
                 415);
    }

    void whatIsNotDeclaredIsText()
    {
        QCOMPARE(jsonOf(m_server->get("/files/a%2Fb")).value("params"_L1), QJsonValue(parse(R"({"name": "a/b"})")));
    }

    void aDescriptionThatDoesNotFitItsPatternIsRefused()
    {
        http::Api api;
        http::RouteOptions options;
        options.description = {.summary = u"x"_s, .params = schema::object({{"c", schema::string()}})};
        QVERIFY_THROWS_EXCEPTION(std::logic_error, api.get("/a/:b", &tellInput, options));
    }

private:
    std::unique_ptr<HttpFixture> m_server;
};

QTEST_GUILESS_MAIN(HttpValidationTest)
#include "http_validation_test.moc"
