// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/app_error.h"
#include "support/http_fixture.h"

#include <QCoro/QCoroTimer>

#include <stdexcept>

using namespace signalbox;
using namespace signalbox::http;
using namespace signalbox::test;

namespace {

QCoro::Task<> pause()
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(1);
    co_await timer;
}

QCoro::Task<Reply> fine(Context &)
{
    co_return Reply::text("fine");
}

[[noreturn]] void fail(const QString &how)
{
    if (how == QLatin1String("app"))
        throw AppError(409, QStringLiteral("Taken"), QStringLiteral("row 7"));
    if (how == QLatin1String("app-503"))
        throw AppError(503, QStringLiteral("Down"), QStringLiteral("row 8")).withHeader("retry-after", "3");
    if (how == QLatin1String("details"))
        throw AppError::invalidField(QStringLiteral("query.x"), QStringLiteral("Bad"));
    if (how == QLatin1String("std"))
        throw std::runtime_error("the secret cause");
    throw 42;
}

QCoro::Task<Reply> failBefore(Context &context)
{
    fail(context.param("how"));
    co_return Reply();
}

QCoro::Task<Reply> failAfter(Context &context)
{
    co_await pause();
    fail(context.param("how"));
    co_return Reply();
}

QCoro::Task<Reply> failAfterNext(Context &context, const Handler &next)
{
    const Reply reply = co_await next(context);
    fail(context.param("how"));
    co_return reply;
}

QCoro::Task<> produceAndFail(std::shared_ptr<BodyWriter> writer)
{
    co_await writer->write("part");
    co_await pause();
    throw std::runtime_error("the secret cause");
}

void addRoutes(Api &api)
{
    api.get("/fine", &fine);
    api.get("/before/:how", &failBefore);
    api.get("/after/:how", &failAfter);
    api.get("/plain/:how", [](Context &context) -> QCoro::Task<Reply> { fail(context.param("how")); });
    api.get("/middleware/:how", &fine, {.middleware = {&failAfterNext}});
    api.get("/middleware-after/:how", &failAfter,
            {.middleware = {[](Context &context, const Handler &next) { return next(context); }}});
    api.get("/stream", [](Context &) -> QCoro::Task<Reply> { co_return Reply::stream("text/plain", &produceAndFail); });
}

} // namespace

class HttpErrorsTest : public QObject {
    Q_OBJECT

private slots:
    void secretsInTheQueryAreNotLogged()
    {
        HttpFixture server(&addRoutes);
        server.get("/before/app-503?token=hunter2&page=2");
        const auto lines = server.logLines(QStringLiteral("request_failed"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines.first().value(QLatin1String("path")).toString(),
                 QStringLiteral("/before/app-503?token=[redacted]&page=2"));
    }

    void answersWhatAHandlerThrows_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::addColumn<QString>("logged"); // event, none for what is the client's own fault
        for (const char *place : {"before", "after", "plain", "middleware", "middleware-after"}) {
            const auto row = [place](const char *how, int status, const char *error, const char *logged) {
                QTest::addRow("%s %s", how, place) << QByteArray("/") + place + '/' + how << status
                                                   << QString::fromLatin1(error) << QString::fromLatin1(logged);
            };
            row("app", 409, "Taken", "");
            row("app-503", 503, "Down", "request_failed");
            row("details", 400, "Validation failed", "");
            row("std", 500, "Internal server error", "unexpected_error");
            row("int", 500, "Internal server error", "unexpected_error");
        }
    }

    void answersWhatAHandlerThrows()
    {
        QFETCH(QByteArray, target);
        QFETCH(int, status);
        QFETCH(QString, error);
        QFETCH(QString, logged);
        HttpFixture server(&addRoutes);
        const RawAnswer answer = server.get(target, "X-Request-Id: the-id\r\n");
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.field("x-request-id"), QByteArray("the-id"));
        QCOMPARE(answer.field("content-type"), QByteArray("application/json"));
        const QJsonObject body = jsonOf(answer);
        QCOMPARE(body.value(QLatin1String("error")).toString(), error);
        QCOMPARE(body.value(QLatin1String("requestId")).toString(), QStringLiteral("the-id"));
        QVERIFY2(!answer.body.contains("secret") && !answer.body.contains("row"), answer.body.constData());
        if (!logged.isEmpty()) {
            const QList<QJsonObject> lines = server.logLines(logged);
            QCOMPARE(lines.size(), 1);
            QCOMPARE(lines.first().value(QLatin1String("requestId")).toString(), QStringLiteral("the-id"));
        }
        QCOMPARE(server.get("/fine").body, QByteArray("fine"));
    }

    void givesTheDetailsOfTheContract()
    {
        HttpFixture server(&addRoutes);
        const QJsonObject body = jsonOf(server.get("/before/details"));
        const QJsonDocument details(body.value(QLatin1String("details")).toObject());
        QCOMPARE(details.toJson(QJsonDocument::Compact),
                 QByteArray("{\"fieldErrors\":{\"query.x\":[\"Bad\"]},\"formErrors\":[]}"));
        QVERIFY(!jsonOf(server.get("/before/app")).contains(QLatin1String("details")));
    }

    void givesTheHeadersOfAnError()
    {
        HttpFixture server(&addRoutes);
        QCOMPARE(server.get("/after/app-503").field("retry-after"), QByteArray("3"));
    }

    void tellsTheCauseToTheLogAndTheRecord()
    {
        HttpFixture server(&addRoutes);
        server.get("/after/std", "X-Request-Id: the-id\r\n");
        const QJsonObject line = server.logLines(QStringLiteral("unexpected_error")).value(0);
        QCOMPARE(line.value(QLatin1String("error")).toString(), QStringLiteral("the secret cause"));
        QCOMPARE(line.value(QLatin1String("route")).toString(), QStringLiteral("/after/:how"));
        QCOMPARE(server.record("the-id").error, QByteArray("the secret cause"));
        QCOMPARE(server.record("the-id").status, 500);
    }

    void dropsAStreamThatFails()
    {
        HttpFixture server(&addRoutes);
        RawClient client(server.gate.port());
        client.send(HttpFixture::head("GET", "/stream", "X-Request-Id: the-id\r\n"));
        QVERIFY(client.waitClosed());
        QVERIFY(client.received().contains("part"));
        QVERIFY(!client.received().contains("\r\n0\r\n\r\n"));
        const QJsonObject line = server.logLines(QStringLiteral("stream_failed")).value(0);
        QCOMPARE(line.value(QLatin1String("requestId")).toString(), QStringLiteral("the-id"));
        QCOMPARE(line.value(QLatin1String("error")).toString(), QStringLiteral("the secret cause"));
        QCOMPARE(server.record("the-id").error, QByteArray("the secret cause"));
        QCOMPARE(server.get("/fine").body, QByteArray("fine"));
    }
};

QTEST_GUILESS_MAIN(HttpErrorsTest)
#include "http_errors_test.moc"
