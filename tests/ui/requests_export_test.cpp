// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/har_export.h"
#include "pages/requests/request_export.h"
#include "widgets/text_bytes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class RequestsExportTest : public QObject {
    Q_OBJECT
private slots:
    void quotesSoThatTheShellReadsOneWord_data();
    void quotesSoThatTheShellReadsOneWord();
    void curlOfAPlainGet();
    void curlOfAPostWithJson();
    void curlOfAHead();
    void curlPipesWhatIsNoText();
    void leavesOutWhatTheSenderMakes();
    void httpieKeepsValuesThatLookLikeItsOperators();
    void fetchEscapesForJavaScript();
    void saysWhatIsMissing();
    void recognisesText_data();
    void recognisesText();
    void harHasWhatTheFormatAsksFor();
    void harSaysWhenNothingWasCaptured();

private:
    static RepeatableRequest post(const QByteArray &body);
};

RepeatableRequest RequestsExportTest::post(const QByteArray &body)
{
    RepeatableRequest request;
    request.method = "POST";
    request.server = QUrl(u"http://127.0.0.1:3000"_s);
    request.path = "/users";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = body;
    return request;
}

void RequestsExportTest::quotesSoThatTheShellReadsOneWord_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("plain") << QByteArray("/users/1");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("single quote") << QByteArray("it's");
    QTest::newRow("only quotes") << QByteArray("'''");
    QTest::newRow("command") << QByteArray("$(touch /tmp/x) `id` ; rm -rf / && echo | cat > y");
    QTest::newRow("variable") << QByteArray("$HOME ${PATH} \\$x");
    QTest::newRow("line ends") << QByteArray("a\nb\r\nc\n");
    QTest::newRow("backslash at the end") << QByteArray("a\\");
    QTest::newRow("history") << QByteArray("!! !$ !x");
    QTest::newRow("glob") << QByteArray("*?[a-z]{1,2}~");
    QTest::newRow("dashes") << QByteArray("--upload-file");
    QTest::newRow("unicode") << QByteArray("žluť 日本 \xf0\x9f\x9a\x82");
    QTest::newRow("mixed quotes") << QByteArray("\"'\"'`'\"");
}

void RequestsExportTest::quotesSoThatTheShellReadsOneWord()
{
    QFETCH(QByteArray, text);
    for (const QString &shell : {u"sh"_s, u"bash"_s}) {
        QProcess process;
        process.start(shell, {u"-c"_s, "printf '<%s>' "_L1 + shellQuoted(text)});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.readAllStandardOutput(), '<' + text + '>');
        QCOMPARE(process.readAllStandardError(), QByteArray());
    }
}

void RequestsExportTest::curlOfAPlainGet()
{
    RepeatableRequest request;
    request.method = "GET";
    request.server = QUrl(u"http://127.0.0.1:3000"_s);
    request.path = "/users?q=a&b=[1]";
    QCOMPARE(toCurl(request), u"curl --globoff --path-as-is 'http://127.0.0.1:3000/users?q=a&b=[1]'"_s);
}

void RequestsExportTest::curlOfAPostWithJson()
{
    QCOMPARE(toCurl(post("{\"a\": \"it's\"}")),
             u"curl --globoff --path-as-is http://127.0.0.1:3000/users -H 'Content-Type: application/json' "
             "--data-raw '{\"a\": \"it'\\''s\"}'"_s);
}

void RequestsExportTest::curlOfAHead()
{
    RepeatableRequest request = post({});
    request.method = "HEAD";
    QVERIFY(toCurl(request).contains(u" --head "_s));
    request.method = "DELETE";
    QVERIFY(toCurl(request).contains(u" -X DELETE "_s));
    request.headers = {{"X-Empty", ""}};
    QVERIFY(toCurl(request).contains(u"-H 'X-Empty;'"_s));
}

void RequestsExportTest::curlPipesWhatIsNoText()
{
    const QByteArray body("\0\x01\xff'", 4);
    const QString command = toCurl(post(body));
    QVERIFY(command.endsWith("--data-binary @-"_L1));
    QProcess process;
    process.start(u"sh"_s, {u"-c"_s, command.left(command.indexOf(" | curl"_L1))});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardOutput(), body);
}

void RequestsExportTest::leavesOutWhatTheSenderMakes()
{
    RequestDetails details;
    details.record.method = "GET";
    details.record.path = "/";
    details.capture = RequestCapture{};
    details.capture->requestHeaders = {
        {"Host", "x"}, {"content-length", "3"}, {"Connection", "close"}, {"x-request-id", "abc"}, {"Accept", "*/*"}};
    const auto request = RepeatableRequest::fromDetails(details, QUrl(u"http://h:1/"_s));
    QCOMPARE(request.headers, (HeaderList{{"Accept", "*/*"}}));
    QCOMPARE(request.url(), "http://h:1/");
}

void RequestsExportTest::httpieKeepsValuesThatLookLikeItsOperators()
{
    RepeatableRequest request = post("{}");
    request.headers = {{"A", "=1"}, {"B", "@/etc/passwd"}, {"C", ""}, {"D", "plain"}};
    QCOMPARE(toHttpie(request),
             u"http --ignore-stdin --path-as-is --raw '{}' POST http://127.0.0.1:3000/users 'A:\\=1' "
             "'B:\\@/etc/passwd' 'C;' D:plain"_s);
}

void RequestsExportTest::fetchEscapesForJavaScript()
{
    RepeatableRequest request = post("a\"b\\\n</script>");
    QCOMPARE(toFetch(request),
             u"await fetch(\"http://127.0.0.1:3000/users\", {\n  method: \"POST\",\n  headers: [\n"
             "    [\"Content-Type\", \"application/json\"]\n  ],\n  body: \"a\\\"b\\\\\\n</script>\"\n});"_s);
    request.body = QByteArray("\0\1", 2);
    QVERIFY(toFetch(request).contains("Uint8Array.from(atob(\"AAE=\")"_L1));
}

void RequestsExportTest::saysWhatIsMissing()
{
    RepeatableRequest request = post("{}");
    QVERIFY(request.missing().isEmpty());
    request.headers.emplaceBack("Authorization", "Bearer [redacted]");
    QCOMPARE(request.struckOutHeaders(), QStringList{u"Authorization"_s});
    QVERIFY(request.missing().join(' '_L1).contains("Authorization"_L1));
    request = RepeatableRequest::fromRecord({}, {});
    QVERIFY(request.missing().join(' '_L1).contains("capture was off"_L1));
}

void RequestsExportTest::recognisesText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("text");
    QTest::newRow("empty") << QByteArray("") << true;
    QTest::newRow("lines") << QByteArray("a\r\n\tb") << true;
    QTest::newRow("utf-8") << QByteArray("ž") << true;
    QTest::newRow("latin-1") << QByteArray("\xe9t\xe9") << false;
    QTest::newRow("nul") << QByteArray("a\0b", 3) << false;
    QTest::newRow("escape") << QByteArray("\x1b[31m") << false;
    QTest::newRow("cut in a character") << QByteArray("a\xc5") << false;
}

void RequestsExportTest::recognisesText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, text);
    QCOMPARE(isText(bytes), text);
}

void RequestsExportTest::harHasWhatTheFormatAsksFor()
{
    RequestDetails details;
    details.record.method = "POST";
    details.record.path = "/users?q=a%20b";
    details.record.status = 201;
    details.record.durationUs = 12'000;
    details.record.ttfbUs = 10'000;
    details.record.atUs = 1'700'000'000'123'000;
    details.record.bytesIn = 300; // with the head
    details.capture = RequestCapture{{{"Content-Type", "application/json"}},
                                     {{"Content-Type", "image/png"}},
                                     {"{}", 2, false},
                                     {QByteArray("\x89PNG\0", 5), 5, false}};
    const QJsonObject log =
        QJsonDocument::fromJson(toHar({details}, QUrl(u"http://h:1"_s))).object().value("log"_L1).toObject();
    QCOMPARE(log.value("version"_L1).toString(), u"1.2"_s);
    const QJsonObject entry = log.value("entries"_L1).toArray().at(0).toObject();
    QCOMPARE(entry.value("startedDateTime"_L1).toString(), u"2023-11-14T22:13:20.123Z"_s);
    QCOMPARE(entry.value("time"_L1).toDouble(), 12.0);
    QCOMPARE(entry.value("timings"_L1).toObject().value("wait"_L1).toDouble(), 10.0);
    QCOMPARE(entry.value("timings"_L1).toObject().value("receive"_L1).toDouble(), 2.0);
    const QJsonObject request = entry.value("request"_L1).toObject();
    QCOMPARE(request.value("url"_L1).toString(), u"http://h:1/users?q=a%20b"_s);
    QCOMPARE(request.value("queryString"_L1).toArray().at(0).toObject().value("value"_L1).toString(), u"a b"_s);
    QCOMPARE(request.value("bodySize"_L1).toInt(), 2);
    QCOMPARE(request.value("postData"_L1).toObject().value("text"_L1).toString(), u"{}"_s);
    const QJsonObject content = entry.value("response"_L1).toObject().value("content"_L1).toObject();
    QCOMPARE(content.value("encoding"_L1).toString(), u"base64"_s);
    QCOMPARE(content.value("mimeType"_L1).toString(), u"image/png"_s);
}

void RequestsExportTest::harSaysWhenNothingWasCaptured()
{
    RequestDetails details;
    details.record.method = "GET";
    details.record.path = "/";
    const QByteArray har = toHar({details, details}, QUrl(u"http://h:1"_s));
    const QJsonArray entries =
        QJsonDocument::fromJson(har).object().value("log"_L1).toObject().value("entries"_L1).toArray();
    QCOMPARE(entries.size(), 2);
    QVERIFY(!entries.at(1).toObject().value("comment"_L1).toString().isEmpty());
    QCOMPARE(entries.at(0).toObject().value("request"_L1).toObject().value("bodySize"_L1).toInt(), -1);
}

QTEST_GUILESS_MAIN(RequestsExportTest)
#include "requests_export_test.moc"
