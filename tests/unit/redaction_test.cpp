// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/capture_store.h"
#include "telemetry/redaction.h"
#include "telemetry/secret_names.h"

#include <QCborArray>
#include <QTest>

using namespace signalbox::telemetry;
using namespace Qt::Literals::StringLiterals;

class RedactionTest : public QObject {
    Q_OBJECT
private slots:
    void namesOfSecrets_data();
    void namesOfSecrets();
    void paths_data();
    void paths();
    void headers_data();
    void headers();
    void bodies_data();
    void bodies();
    void textInText_data();
    void textInText();
    void noSecretSurvivesACutAnywhere_data();
    void noSecretSurvivesACutAnywhere();
    void whatIsNestedTooDeepIsStruckOut();
    void hostileBodiesCostTheirLength_data();
    void hostileBodiesCostTheirLength();
    void storeIsBoundedInBytes();
    void storeKeepsNothingOfEncodedBodies();
};

void RedactionTest::namesOfSecrets_data()
{
    QTest::addColumn<bool>("secret");
    for (const char *name : {"password",
                             "Password",
                             "newPassword",
                             "password_hash",
                             "passwd",
                             "pwd",
                             "secret",
                             "client_secret",
                             "token",
                             "access_token",
                             "refreshToken",
                             "X-Auth-Token",
                             "csrf-token",
                             "apiKey",
                             "api_key",
                             "x-api-key",
                             "Authorization",
                             "Proxy-Authorization",
                             "Cookie",
                             "Set-Cookie",
                             "X-Amz-Signature",
                             "X-Amz-Credential",
                             "X-Amz-Security-Token",
                             "signature",
                             "sig",
                             "privateKey",
                             "secretAccessKey",
                             "otp",
                             "jwt",
                             "pass%77ord",
                             "pass\\u0077ord",
                             "sessionId"})
        QTest::newRow(name) << true;
    for (const char *name : {"name", "email", "user", "id", "tokens", "max_tokens", "tokenCount", "key", "monkey",
                             "passenger", "author", "pinned", "shipping", "accept", "x-request-id", ""})
        QTest::newRow(name) << false;
}

void RedactionTest::namesOfSecrets()
{
    QFETCH(bool, secret);
    QCOMPARE(isSecretName(QTest::currentDataTag()), secret);
}

void RedactionTest::paths_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *path, const char *stored) {
        QTest::newRow(path) << QByteArray(path) << QByteArray(stored);
    };
    row("/users/7", "/users/7");
    row("/users?page=1&limit=2", "/users?page=1&limit=2");
    row("/a?token=abc", "/a?token=[redacted]");
    row("/a?x=1&token=abc&y=2", "/a?x=1&token=[redacted]&y=2");
    row("/a?token=abc&token=def", "/a?token=[redacted]&token=[redacted]");
    row("/a?TOKEN=abc", "/a?TOKEN=[redacted]");
    row("/a?acc%65ss_token=abc", "/a?acc%65ss_token=[redacted]");
    row("/a?token=", "/a?token=");
    row("/a?token", "/a?token");
    row("/a?", "/a?");
    row("/a?&&", "/a?&&");
    row("/a?x=1;password=b", "/a?x=1;password=[redacted]");
    row("/a?password=a;b&x=1", "/a?password=[redacted]&x=1");
    row("/a?token=a=b=c", "/a?token=[redacted]");
    row("/a?token=abc?x=1", "/a?token=[redacted]");
    row("/f?X-Amz-Date=1&X-Amz-Signature=ff", "/f?X-Amz-Date=1&X-Amz-Signature=[redacted]");
    const QByteArray longPath = "/a?" + QByteArray(3000, 'x') + "&token=";
    QTest::newRow("long") << longPath + "abc" << longPath + "[redacted]";
}

void RedactionTest::paths()
{
    QFETCH(QByteArray, path);
    QTEST(RedactedPath(path).view().toByteArray(), "stored");
}

void RedactionTest::headers_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *name, const char *value, const char *stored) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(value) << QByteArray(stored);
    };
    row("Authorization", "Bearer abc", "[redacted]");
    row("cookie", "a=b", "[redacted]");
    row("SET-COOKIE", "a=b; HttpOnly", "[redacted]");
    row("X-Api-Key", "abc", "[redacted]");
    row("Accept", "text/html;q=0.5", "text/html;q=0.5");
    row("Referer", "https://a.example/?token=abc&x=1", "https://a.example/?token=[redacted]&x=1");
    row("Location", "/next?code=1", "/next?code=1");
    row("Location", "https://a.example/#access_token=abc&x=1", "https://a.example/#access_token=[redacted]&x=1");
}

void RedactionTest::headers()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QTEST(redactedHeader(name, value), "stored");
}

void RedactionTest::bodies_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *name, const char *type, const char *body, const char *stored) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(body) << QByteArray(stored);
    };
    const char *json = "application/json";
    row("no secret", json, R"({"a": [1, "x", {"b": null}]})", R"({"a": [1, "x", {"b": null}]})");
    row("string", json, R"({"password": "x", "a": 1})", R"({"password": "[redacted]", "a": 1})");
    row("number", json, R"({"otp":123456,"a":1})", R"({"otp":"[redacted]","a":1})");
    row("object", json, R"({"token":{"a":"}","b":[1]},"c":2})", R"({"token":"[redacted]","c":2})");
    row("nested", json, R"([{"user":{"refreshToken":"abc"}}])", R"([{"user":{"refreshToken":"[redacted]"}}])");
    row("escaped quote", json, R"({"secret":"a\"b","c":"\\"})", R"({"secret":"[redacted]","c":"\\"})");
    row("escaped name", json, R"({"pass\u0077ord":"x"})", R"({"pass\u0077ord":"[redacted]"})");
    row("a value that is a name", json, R"(["password", "x"])", R"(["password", "x"])");
    row("cut in the value", json, R"({"token":"abc)", R"({"token":"[redacted]")");
    row("cut before the value", json, R"({"token": )", R"({"token": "[redacted]")");
    row("no type", "", R"({"token":"abc"})", R"({"token":"[redacted]"})");
    row("lines of JSON", "application/x-ndjson", "{\"token\":1}\n{\"a\":2}", "{\"token\":\"[redacted]\"}\n{\"a\":2}");
    row("binary", "image/png", "\x89PNG\r\n\"\x01", "\x89PNG\r\n\"\x01");
    row("form", "application/x-www-form-urlencoded; charset=utf-8", "user=a&password=b%20c&x=1",
        "user=a&password=[redacted]&x=1");
    row("form, first", "Application/X-WWW-Form-Urlencoded", "token=b", "token=[redacted]");
    row("multipart", "multipart/form-data; boundary=B",
        "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"token\":\"x\"}\r\n--B--",
        "--B\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n[redacted]\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"token\":\"[redacted]\"}\r\n--B--");
    row("multipart, cut", "multipart/form-data; boundary=B", "--B\r\nx; name=password\r\n\r\nhunt",
        "--B\r\nx; name=password\r\n\r\n[redacted]");
}

void RedactionTest::bodies()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QTEST(redactedBody(body, type), "stored");
}

void RedactionTest::textInText_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char *name, const char *type, const char *body, const char *stored) {
        QTest::newRow(name) << QByteArray(type) << QByteArray(body) << QByteArray(stored);
    };
    const char *json = "application/json";
    const char *form = "application/x-www-form-urlencoded";
    row("form in JSON", json, R"({"body":"user=ann&password=hunter2&x=1","a":1})",
        R"({"body":"user=ann&password=[redacted]&x=1","a":1})");
    row("form in JSON, cut", json, R"({"body":"password=hunt)", R"({"body":"password=[redacted])");
    row("fields of a form's group", json, R"(["user[password]=a&user[pin]=1&x[]=2"])",
        R"(["user[password]=[redacted]&user[pin]=[redacted]&x[]=2"])");
    row("signs escaped", json, R"({"body":"a\u003d1\u0026token\u003dabc"})", R"({"body":"a=1&token=[redacted]"})");
    row("address in JSON", json, R"({"next":"https://a.example/?x=1&sig=ff"})",
        R"({"next":"https://a.example/?x=1&sig=[redacted]"})");
    row("words in JSON", json, R"({"error":"no such user: token=abc"})",
        R"({"error":"no such user: token=[redacted]"})");
    row("JSON in JSON", json, R"({"body":"{\"password\":\"a\\\"b\",\"c\":1}","d":2})",
        R"({"body":"{\"password\":\"[redacted]\",\"c\":1}","d":2})");
    row("JSON in JSON in JSON", json, R"({"a":"{\"b\":\"{\\\"pin\\\":1}\"}"})",
        R"({"a":"{\"b\":\"{\\\"pin\\\":\\\"[redacted]\\\"}\"}"})");
    row("quotes by number", json, R"({"a":"{\u0022pin\u0022:1}"})", R"({"a":"{\"pin\":\"[redacted]\"}"})");
    row("what has no secret is kept to the letter", json, R"({"a":"b\u003dc \/ \ud83d\ude00 \"d\"","e":"=%41\n"})",
        R"({"a":"b\u003dc \/ \ud83d\ude00 \"d\"","e":"=%41\n"})");
    row("letters beside a secret", json, R"({"a":"\u00e9\ud83d\ude00\n\ud83d&pin=1"})",
        "{\"a\":\"\u00e9\U0001F600\\n\uFFFD&pin=[redacted]\"}");
    row("JSON in a form", form, "x={\"token\":\"abc\"}&y=1", "x={\"token\":\"[redacted]\"}&y=1");
    row("encoded JSON in a form", form, "payload=%7B%22token%22%3A%22abc%22%7D&y=%20",
        "payload=%7B%22token%22%3A%22[redacted]%22%7D&y=%20");
    row("address in a form", form, "next=%2Fa%3Fx%3D1%26token%3Dabc&y=1", "next=%2Fa%3Fx%3D1%26token%3D[redacted]&y=1");
    row("form in JSON in a form", form, "x=%7B%22a%22%3A%22b%3D1%26pin%3D2%22%7D",
        "x=%7B%22a%22%3A%22b%3D1%26pin%3D[redacted]%22%7D");
    row("separators that are none", form, "password=a;b\"c\nd&x=1", "password=[redacted]&x=1");
    row("form as text", "text/plain", "user=ann&password=hunter2\nx=1", "user=ann&password=[redacted]\nx=1");
    row("page", "text/html", "<a href=\"/x?token=abc&y=1\">", "<a href=\"/x?token=[redacted]&y=1\">");
    row("quoted", "text/plain", "password=\"a&b\"c&x=1", "password=[redacted]&x=1");
    row("nothing after the sign", "text/plain", "token=&x=", "token=&x=");
    row("base64", json, R"({"data":"c2VjcmV0cGlu=="})", R"({"data":"c2VjcmV0cGlu=="})");
    row("file in multipart", "multipart/form-data; boundary=B", "--B\r\nx; name=a\r\n\r\ntoken=abc&b=1\r\n--B--",
        "--B\r\nx; name=a\r\n\r\ntoken=[redacted]&b=1\r\n--B--");
}

void RedactionTest::textInText()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QTEST(redactedBody(body, type), "stored");
}

void RedactionTest::noSecretSurvivesACutAnywhere_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("fields")
        << QByteArray("application/json")
        << QByteArray(R"({"user":{"name":"ann","password":"HUNTER2"},"apiKey": ["HUNTER2", {"x":"HUNTER2"}]})");
    QTest::newRow("echo")
        << QByteArray("application/json")
        << QByteArray(
               R"({"body":"a=1&password=HUNTER2&b=2","c":"{\"token\":\"HUNTER2\",\"d\":\"{\\\"pin\\\":\\\"HUNTER2\\\"}\"}"})");
    QTest::newRow("form") << QByteArray("application/x-www-form-urlencoded")
                          << QByteArray("a=%7B%22pin%22%3A%22HUNTER2%22%7D&token=HUNTER2&b=%3Fsig%3DHUNTER2");
}

void RedactionTest::noSecretSurvivesACutAnywhere()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    for (qsizetype length = 0; length <= body.size(); ++length) {
        const QByteArray stored = redactedBody(body.first(length), type);
        QVERIFY2(!stored.contains("HUN"), stored.constData());
    }
}

void RedactionTest::whatIsNestedTooDeepIsStruckOut()
{
    QByteArray body = R"({"password":"HUNTER2"})";
    for (int i = 0; i < 8; ++i) {
        body.replace('\\', "\\\\").replace('"', "\\\"");
        body = "{\"a\":\"" + body + "\"}";
        const QByteArray stored = redactedBody(body, "application/json");
        QVERIFY2(!stored.contains("HUN") && stored.contains("[redacted]"), stored.constData());
    }
}

void RedactionTest::hostileBodiesCostTheirLength_data()
{
    QTest::addColumn<QByteArray>("pattern");
    for (const char *pattern :
         {"=", "a=", "=%41", "\"", "\\\"", "\\\\", "\\\\\"=", "{\"a\":\"", "?a=%3D&", "%", "\\u0022", " ", "[]="})
        QTest::newRow(pattern) << QByteArray(pattern);
}

// A cost that grows with the square of the length would run into the test's timeout.
void RedactionTest::hostileBodiesCostTheirLength()
{
    QFETCH(QByteArray, pattern);
    const QByteArray body = '"' + pattern.repeated(512 * 1024 / pattern.size());
    for (const char *type : {"application/json", "application/x-www-form-urlencoded"})
        QVERIFY(redactedBody(body, type).size() <= 6 * body.size() + 2);
}

void RedactionTest::storeIsBoundedInBytes()
{
    constexpr qint64 bound = 1024 * 1024;
    CaptureStore store(bound);
    for (int i = 0; i < 100; ++i) {
        Capture capture;
        capture.requestId = QByteArray::number(i);
        capture.responseBody = QByteArray(200'000, 'x');
        store.add(capture);
        QVERIFY(store.bytes() <= bound);
    }
    QVERIFY(!store.find("0"));
    QVERIFY(store.find("99"));
    QCOMPARE(store.find("99")->value("responseBody"_L1)["size"_L1].toInteger(), 200'000);
    QCOMPARE(store.find("99")->value("responseBody"_L1)["truncated"_L1].toBool(), true);
}

void RedactionTest::storeKeepsNothingOfEncodedBodies()
{
    CaptureStore store(1024 * 1024);
    Capture capture;
    capture.requestId = "zipped";
    capture.responseHeaders = {{"content-encoding", "gzip"}, {"Content-Type", "application/json"}};
    capture.responseBody = "\x1f\x8b-its-secrets-can't-be-seen";
    store.add(capture);
    const QCborMap found = store.find("zipped").value();
    QCOMPARE(found["responseBody"_L1]["base64"_L1].toString(), QString());
    QVERIFY(found["responseBody"_L1]["size"_L1].toInteger() > 0);
    QCOMPARE(found["responseBody"_L1]["truncated"_L1].toBool(), true);
}

QTEST_APPLESS_MAIN(RedactionTest)
#include "redaction_test.moc"
