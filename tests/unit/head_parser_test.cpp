// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/head_parser.h"
#include "support/malformed_requests.h"

#include <QtTest>

using namespace signalbox;
using gate::HeadParser;
using http::Method;

class HeadParserTest : public QObject {
    Q_OBJECT
private slots:
    void readsAHead();
    void readsTheMethods_data();
    void readsTheMethods();
    void decidesWhetherToKeepTheConnection_data();
    void decidesWhetherToKeepTheConnection();
    void acceptsWhatIsUnusualButRight_data();
    void acceptsWhatIsUnusualButRight();
    void takesOneEmptyLineBefore();
    void leavesWhatFollows();
    void refusesWhatIsMalformed_data();
    void refusesWhatIsMalformed();
    void namesWhatIsMalformed_data();
    void namesWhatIsMalformed();
    void refusesAtTheSameByteHoweverSplit_data();
    void refusesAtTheSameByteHoweverSplit();
    void takesHeadsUpToItsLimits();
    void tellsOfARefusedRequestWhatItCan();

private:
    static http::RequestHead read(const QByteArray &bytes)
    {
        HeadParser parser;
        if (parser.parse(bytes, {}) != HeadParser::State::Complete)
            qWarning("refused: %d %s", parser.refusal().status, parser.refusal().message);
        return parser.takeHead();
    }
    static void addRows()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        for (const test::MalformedRequest &request : test::malformedHeads())
            QTest::newRow(request.name) << request.bytes << request.status;
    }
};

void HeadParserTest::readsAHead()
{
    const QByteArray bytes("POST /users/1?fresh=1 HTTP/1.1\r\nHost: a:80\r\nContent-Length:  12 \r\nX-Empty:\r\n\r\n");
    const http::RequestHead head = read(bytes);
    QCOMPARE(head.method, Method::Post);
    QCOMPARE(head.methodName, QByteArray("POST"));
    QCOMPARE(head.target, QByteArray("/users/1?fresh=1"));
    QCOMPARE(head.rawPath(), QByteArrayView("/users/1"));
    QCOMPARE(head.rawQuery(), QByteArrayView("fresh=1"));
    QCOMPARE(head.contentLength, 12);
    QCOMPARE(head.size, bytes.size());
    QCOMPARE(head.headers.size(), 3);
    QCOMPARE(head.headers.value("host"), QByteArrayView("a:80"));
    QVERIFY(head.headers.contains("x-empty"));
    QVERIFY(head.headers.value("x-empty").isEmpty());
    QVERIFY(head.keepAlive);
    QVERIFY(!head.chunked);
}

void HeadParserTest::readsTheMethods_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<Method>("method");
    QTest::newRow("GET") << QByteArray("GET") << Method::Get;
    QTest::newRow("HEAD") << QByteArray("HEAD") << Method::Head;
    QTest::newRow("POST") << QByteArray("POST") << Method::Post;
    QTest::newRow("PUT") << QByteArray("PUT") << Method::Put;
    QTest::newRow("PATCH") << QByteArray("PATCH") << Method::Patch;
    QTest::newRow("DELETE") << QByteArray("DELETE") << Method::Delete;
    QTest::newRow("OPTIONS") << QByteArray("OPTIONS") << Method::Options;
    QTest::newRow("another") << QByteArray("PURGE") << Method::Other;
    QTest::newRow("small letters are another") << QByteArray("get") << Method::Other;
}

void HeadParserTest::readsTheMethods()
{
    QFETCH(QByteArray, name);
    const http::RequestHead head = read(name + " / HTTP/1.1\r\nHost: a\r\n\r\n");
    QTEST(head.method, "method");
    QCOMPARE(head.methodName, name);
}

void HeadParserTest::decidesWhetherToKeepTheConnection_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
    QTest::newRow("1.1, close") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n") << false;
    QTest::newRow("1.1, close in a list")
        << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: x , close\r\n\r\n") << false;
    QTest::newRow("1.1, close in a second field")
        << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n") << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0, keep-alive") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
}

void HeadParserTest::decidesWhetherToKeepTheConnection()
{
    QFETCH(QByteArray, bytes);
    QTEST(read(bytes).keepAlive, "keepAlive");
}

void HeadParserTest::acceptsWhatIsUnusualButRight_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const QByteArray &bytes) { QTest::newRow(name) << bytes; };
    row("no space after a colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n");
    row("tabs around a value", "GET / HTTP/1.1\r\nHost:\ta\t\r\n\r\n");
    row("an IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n");
    row("a host with an empty port", "GET / HTTP/1.1\r\nHost: a:\r\n\r\n");
    row("a value beyond ASCII", "GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa4\r\n\r\n");
    row("no host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n");
    row("a star for OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    row("a body of nothing", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    row("chunked in capitals", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n");
    row("an absolute target", "GET HTTP://a:1/b?c HTTP/1.1\r\nHost: d\r\n\r\n");
    row("a target with brackets", "GET /a[1]{2}|^` HTTP/1.1\r\nHost: a\r\n\r\n");
}

void HeadParserTest::acceptsWhatIsUnusualButRight()
{
    QFETCH(QByteArray, bytes);
    HeadParser parser;
    QCOMPARE(parser.parse(bytes, {}), HeadParser::State::Complete);
}

void HeadParserTest::takesOneEmptyLineBefore()
{
    const http::RequestHead head = read("\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(head.target, QByteArray("/x"));
    QCOMPARE(head.size, 30);
}

void HeadParserTest::leavesWhatFollows()
{
    const QByteArray head("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QCOMPARE(read(head + "GET \n\n\0").size, head.size());
}

void HeadParserTest::refusesWhatIsMalformed_data()
{
    addRows();
}

void HeadParserTest::refusesWhatIsMalformed()
{
    QFETCH(QByteArray, bytes);
    HeadParser parser;
    QCOMPARE(parser.parse(bytes, {}), HeadParser::State::Refused);
    QTEST(parser.refusal().status, "status");
}

void HeadParserTest::namesWhatIsMalformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *name, const QByteArray &fields, const QByteArray &named) {
        QTest::newRow(name) << "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n" << named;
    };
    row("both lengths", "Content-Length: 5\r\nTransfer-Encoding: chunked", "one Transfer-Encoding");
    row("a length repeated", "Content-Length: 5\r\nContent-Length: 5", "one Content-Length");
    row("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "one Transfer-Encoding");
    QTest::newRow("HTTP/2") << QByteArray("GET / HTTP/2.0\r\nHost: a\r\n\r\n") << QByteArray("HTTP/1.0 and HTTP/1.1");
    QTest::newRow("HTTP/1.2") << QByteArray("GET / HTTP/1.2\r\nHost: a\r\n\r\n") << QByteArray("HTTP/1.0 and HTTP/1.1");
}

void HeadParserTest::namesWhatIsMalformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, named);
    HeadParser parser;
    QCOMPARE(parser.parse(bytes, {}), HeadParser::State::Refused);
    QVERIFY2(QByteArray(parser.refusal().message).contains(named), parser.refusal().message);
}

void HeadParserTest::refusesAtTheSameByteHoweverSplit_data()
{
    addRows();
}

void HeadParserTest::refusesAtTheSameByteHoweverSplit()
{
    QFETCH(QByteArray, bytes);
    HeadParser whole;
    whole.parse(bytes, {});
    HeadParser split;
    auto state = HeadParser::State::Incomplete;
    for (qsizetype size = 1; size <= bytes.size() && state == HeadParser::State::Incomplete; ++size)
        state = split.parse(QByteArrayView(bytes).first(size), {});
    QCOMPARE(state, HeadParser::State::Refused);
    QCOMPARE(QByteArray(split.refusal().message), QByteArray(whole.refusal().message));
    QCOMPARE(split.refusal().status, whole.refusal().status);
}

void HeadParserTest::takesHeadsUpToItsLimits()
{
    const QByteArray start("GET / HTTP/1.1\r\nHost: a\r\nX: ");
    const gate::Limits limits;
    const QByteArray largest = start + QByteArray(limits.headBytes - start.size() - 4, 'x') + "\r\n\r\n";
    QCOMPARE(read(largest).size, limits.headBytes);
    QCOMPARE(read("GET /" + QByteArray(limits.targetBytes - 1, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n").target.size(),
             limits.targetBytes);
    QCOMPARE(read("GET / HTTP/1.1\r\nHost: a\r\n" + QByteArray("X: 1\r\n").repeated(99) + "\r\n").headers.size(), 100);
}

void HeadParserTest::tellsOfARefusedRequestWhatItCan()
{
    HeadParser parser;
    parser.parse("DELETE /users/1 HTTP/1.1\r\nBad Name: 1\r\n\r\n", {});
    const http::RequestHead head = parser.takeHead();
    QCOMPARE(head.methodName, QByteArray("DELETE"));
    QCOMPARE(head.target, QByteArray("/users/1"));
}

QTEST_APPLESS_MAIN(HeadParserTest)
#include "head_parser_test.moc"
