// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/authenticator.h"
#include "admin/feed_message.h"
#include "admin/parameters.h"
#include "admin/representation.h"
#include "admin/settings_change.h"
#include "admin/websocket_handshake.h"
#include "http/app_error.h"

#include <QCoro/QCoroTask>
#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace signalbox::admin;

// What comes from outside and is read before anything is done with it.
class AdminInputTest : public QObject {
    Q_OBJECT

private slots:
    void durations_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("milliseconds"); // -1: refused
        QTest::newRow("seconds") << u"10s"_s << qint64(10'000);
        QTest::newRow("minutes") << u"5m"_s << qint64(300'000);
        QTest::newRow("hours") << u"1h"_s << qint64(3'600'000);
        QTest::newRow("milliseconds") << u"250ms"_s << qint64(250);
        QTest::newRow("no unit") << u"10"_s << qint64(-1);
        QTest::newRow("no number") << u"s"_s << qint64(-1);
        QTest::newRow("zero") << u"0s"_s << qint64(-1);
        QTest::newRow("negative") << u"-1s"_s << qint64(-1);
        QTest::newRow("plus") << u"+1s"_s << qint64(-1);
        QTest::newRow("fraction") << u"1.5s"_s << qint64(-1);
        QTest::newRow("space") << u"1 s"_s << qint64(-1);
        QTest::newRow("unknown unit") << u"1d"_s << qint64(-1);
        QTest::newRow("overflowing") << u"9223372036854775807h"_s << qint64(-1);
        QTest::newRow("empty") << u""_s << qint64(-1);
    }

    void durations()
    {
        QFETCH(QString, text);
        QFETCH(qint64, milliseconds);
        QCOMPARE(parseDuration(text).value_or(std::chrono::milliseconds(-1)).count(), milliseconds);
    }

    void representations_data()
    {
        QTest::addColumn<QByteArray>("accept");
        QTest::addColumn<bool>("cbor");
        QTest::newRow("nothing") << ""_ba << false;
        QTest::newRow("anything") << "*/*"_ba << false;
        QTest::newRow("JSON") << "application/json"_ba << false;
        QTest::newRow("CBOR") << "application/cbor"_ba << true;
        QTest::newRow("case") << "Application/CBOR"_ba << true;
        QTest::newRow("CBOR rather") << "application/json;q=0.5, application/cbor"_ba << true;
        QTest::newRow("JSON rather") << "application/json, application/cbor;q=0.5"_ba << false;
        QTest::newRow("no CBOR") << "application/cbor;q=0, */*"_ba << false;
    }

    void representations()
    {
        QFETCH(QByteArray, accept);
        QFETCH(bool, cbor);
        QCOMPARE(preferred(accept), cbor ? Representation::Cbor : Representation::Json);
    }

    void origins_data()
    {
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("known");
        QTest::newRow("no browser") << ""_ba << true;
        QTest::newRow("own") << "http://127.0.0.1:3000"_ba << true;
        QTest::newRow("allowed") << "https://console.example"_ba << true;
        QTest::newRow("another host") << "http://evil.example"_ba << false;
        QTest::newRow("another port") << "http://127.0.0.1:3001"_ba << false;
        QTest::newRow("own as a prefix") << "http://127.0.0.1:3000.evil.example"_ba << false;
        QTest::newRow("null") << "null"_ba << false;
    }

    void origins()
    {
        QFETCH(QByteArray, origin);
        QFETCH(bool, known);
        QCOMPARE(isKnownOrigin(origin, "127.0.0.1:3000", {u"https://console.example"_s}), known);
    }

    void anyOriginWhereAllAreAllowed() { QVERIFY(isKnownOrigin("http://other.example", "127.0.0.1:3000", {u"*"_s})); }

    void runTokenIsAnAdmins()
    {
        const RunTokenAuthenticator authenticator("0123456789abcdef");
        const auto identity = QCoro::waitFor(authenticator.identify("0123456789abcdef"));
        QVERIFY(identity && identity->isAdmin);
    }

    void otherTokensAreNobodys_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("start") << "0123456789abcde"_ba;
        QTest::newRow("longer") << "0123456789abcdef0"_ba;
        QTest::newRow("case") << "0123456789ABCDEF"_ba;
    }

    void otherTokensAreNobodys()
    {
        QFETCH(QByteArray, token);
        const RunTokenAuthenticator authenticator("0123456789abcdef");
        QVERIFY(!QCoro::waitFor(authenticator.identify(token)));
    }

    void settingsAreRead()
    {
        const auto change =
            SettingsChange::fromJson({{"slowMs"_L1, 250}, {"capture"_L1, true}, {"logLevel"_L1, "debug"_L1}});
        QCOMPARE(change.telemetry.slowMs, std::optional<qint64>(250));
        QCOMPARE(change.telemetry.capture, std::optional(true));
        QCOMPARE(change.telemetry.logLevel, std::optional(u"debug"_s));
        QVERIFY(!change.demo);
    }

    void everyBadSettingIsNamed()
    {
        try {
            SettingsChange::fromJson({{"slowMs"_L1, -1},
                                      {"capture"_L1, "yes"_L1},
                                      {"logLevel"_L1, "loud"_L1},
                                      {"demo"_L1, 1},
                                      {"slowms"_L1, 1}});
            QFAIL("accepted");
        } catch (const signalbox::http::AppError &error) {
            QCOMPARE(error.status(), 400);
            const auto fields = error.details().toObject().value("fieldErrors"_L1).toObject().keys();
            QCOMPARE(fields,
                     (QStringList{u"body.capture"_s, u"body.demo"_s, u"body.logLevel"_s, u"body.slowMs"_s,
                                  u"body.slowms"_s}));
        }
    }

    void feedMessagesOfBothForms()
    {
        const auto text = parseFeedText(uR"({"subscribe": {"topic": "requests", "q": "slow"}})"_s);
        const auto binary = parseFeedBinary(
            QCborValue(QCborMap{{"subscribe"_L1, QCborMap{{"topic"_L1, "requests"_L1}, {"q"_L1, "slow"_L1}}}})
                .toCbor());
        for (const auto &message : {text, binary}) {
            const auto *subscribe = std::get_if<Subscribe>(&message);
            QVERIFY(subscribe);
            QCOMPARE(subscribe->topic, u"requests"_s);
            QCOMPARE(subscribe->options, (QCborMap{{"q"_L1, "slow"_L1}}));
        }
        QVERIFY(std::holds_alternative<Unsubscribe>(parseFeedText(uR"({"unsubscribe": "stats"})"_s)));
    }

    void badFeedMessages_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no JSON") << u"hello"_s;
        QTest::newRow("no object") << u"[]"_s;
        QTest::newRow("empty") << u"{}"_s;
        QTest::newRow("unknown") << uR"({"publish": {}})"_s;
        QTest::newRow("both") << uR"({"subscribe": {"topic": "stats"}, "unsubscribe": "stats"})"_s;
        QTest::newRow("no topic") << uR"({"subscribe": {}})"_s;
        QTest::newRow("topic is a number") << uR"({"subscribe": {"topic": 1}})"_s;
        QTest::newRow("unsubscribe is an object") << uR"({"unsubscribe": {"topic": "stats"}})"_s;
    }

    void badFeedMessages()
    {
        QFETCH(QString, text);
        const auto message = parseFeedText(text);
        QVERIFY(std::holds_alternative<FeedError>(message));
        QVERIFY(!std::get<FeedError>(message).message.isEmpty());
    }

    void brokenCborIsAnError() { QVERIFY(std::holds_alternative<FeedError>(parseFeedBinary("\xa1\x69sub"_ba))); }
};

QTEST_GUILESS_MAIN(AdminInputTest)
#include "admin_input_test.moc"
