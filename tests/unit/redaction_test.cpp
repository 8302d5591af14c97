// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/capture_store.h"
#include "telemetry/redaction.h"

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
    void noSecretSurvivesACutAnywhere();
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

void RedactionTest::noSecretSurvivesACutAnywhere()
{
    const QByteArray body = R"({"user":{"name":"ann","password":"HUNTER2"},"apiKey": ["HUNTER2", {"x":"HUNTER2"}]})";
    for (qsizetype length = 0; length <= body.size(); ++length) {
        const QByteArray stored = redactedBody(body.first(length), "application/json");
        QVERIFY2(!stored.contains("HUN"), stored.constData());
    }
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
