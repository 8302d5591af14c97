// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "greetings/greeting_routes.h"
#include "greetings/greeting_service.h"
#include "support/http_fixture.h"

using namespace signalbox;
using namespace signalbox::test;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(QStringLiteral(SIGNALBOX_SOURCE_DIR "/") + path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("can't read %s", qPrintable(file.fileName()));
    return file.readAll();
}

} // namespace

// The feature that docs/adding-a-route.md adds.
class AddingARouteTest : public QObject {
    Q_OBJECT

private slots:
    void theDocumentHasTheSourcesAsTheyAre_data()
    {
        QTest::addColumn<QString>("file");
        for (const char *file :
             {"greeting_service.h", "greeting_service.cpp", "greeting_routes.h", "greeting_routes.cpp"})
            QTest::newRow(file) << QString::fromLatin1(file);
    }

    void theDocumentHasTheSourcesAsTheyAre()
    {
        QFETCH(QString, file);
        const QByteArray source = contentOf(QStringLiteral("tests/unit/adding_a_route/greetings/") + file);
        const QByteArray block = "`greetings/" + file.toUtf8() + "`\n```cpp\n" + source + "```\n";
        QVERIFY(contentOf(QStringLiteral("docs/adding-a-route.md")).contains(block));
    }

    void theFeatureWorks()
    {
        greetings::GreetingService service;
        HttpFixture server([&service](http::Api &api) { greetings::registerGreetings(api, service); });
        const auto put = [&server](const QByteArray &body) {
            return server.request("PUT", "/greetings/Ann", "Content-Type: application/json\r\n", body);
        };
        QCOMPARE(server.get("/greetings/Ann").status, 404);
        QCOMPARE(put("{\"salutation\": \" \"}").status, 400);
        QCOMPARE(put("{\"salutation\": \"Hi\", \"loud\": true}").status, 400);
        QCOMPARE(put("{\"salutation\": \"Good day\"}").status, 204);
        QCOMPARE(server.get("/greetings/Ann").body, QByteArray("{\"greeting\":\"Good day, Ann\"}"));
        QCOMPARE(server.get("/greetings/Ann?loud=true").body, QByteArray("{\"greeting\":\"GOOD DAY, ANN\"}"));
        QCOMPARE(server.get("/greetings/Ann?loud=very").status, 400);
        QCOMPARE(server.request("DELETE", "/greetings/Ann").field("allow"), QByteArray("GET, HEAD, PUT, OPTIONS"));
    }
};

QTEST_GUILESS_MAIN(AddingARouteTest)
#include "adding_a_route_test.moc"
