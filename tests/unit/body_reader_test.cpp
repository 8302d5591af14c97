// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/body_reader.h"
#include "gate/head_parser.h"
#include "support/malformed_requests.h"

#include <QtTest>

using namespace signalbox;
using gate::BodyReader;

namespace {

struct Result {
    QByteArray body;
    qsizetype consumed = 0;
    BodyReader::State state = BodyReader::State::Reading;
    int status = 0;
};

http::RequestHead chunkedHead()
{
    http::RequestHead head;
    head.chunked = true;
    head.contentLength = -1;
    return head;
}

// Reads `bytes` in pieces of `size`.
Result read(const http::RequestHead &head, const QByteArray &bytes, qsizetype size, qint64 limit = 1024 * 1024)
{
    BodyReader reader;
    reader.start(head, limit);
    Result result;
    while (result.consumed < bytes.size() && reader.state() == BodyReader::State::Reading) {
        const BodyReader::Piece piece = reader.read(
            QByteArrayView(bytes).sliced(result.consumed).first(std::min(size, bytes.size() - result.consumed)), {});
        result.consumed += piece.consumed;
        result.body += piece.data;
    }
    result.state = reader.state();
    result.status = reader.refusal().status;
    return result;
}

} // namespace

class BodyReaderTest : public QObject {
    Q_OBJECT
private slots:
    void takesNothingWithoutABody()
    {
        BodyReader reader;
        reader.start({}, 0);
        QCOMPARE(reader.state(), BodyReader::State::Complete);
    }

    void takesABodyByLength()
    {
        http::RequestHead head;
        head.contentLength = 5;
        for (const qsizetype size : {1, 3, 100}) {
            const Result result = read(head, "helloGET /", size);
            QCOMPARE(result.body, QByteArray("hello"));
            QCOMPARE(result.consumed, 5);
            QCOMPARE(result.state, BodyReader::State::Complete);
        }
    }

    void takesChunksHoweverSplit()
    {
        const QByteArray bytes(
            "5\r\nhello\r\n1;a=b;c=\"d\"\r\n,\r\n006\r\n world\r\nA\r\n0123456789\r\n0\r\nX: 1\r\nY:\r\n\r\n");
        for (const qsizetype size : {1, 2, 3, 5, 7, 1000}) {
            const Result result = read(chunkedHead(), bytes + "GET /", size);
            QCOMPARE(result.state, BodyReader::State::Complete);
            QCOMPARE(result.body, QByteArray("hello, world0123456789"));
            QCOMPARE(result.consumed, bytes.size());
        }
    }

    void takesABodyOfExactlyItsLimit()
    {
        const Result result = read(chunkedHead(), "5\r\nhello\r\n0\r\n\r\n", 100, 5);
        QCOMPARE(result.state, BodyReader::State::Complete);
        QCOMPARE(read(chunkedHead(), "5\r\nhello\r\n1\r\n!", 100, 5).status, 413);
    }

    void refusesBeforeTheBytesThatAreTooMany()
    {
        const QByteArray bytes("5\r\nhello\r\n6\r\n");
        const Result result = read(chunkedHead(), bytes + "world!", 100, 10);
        QCOMPARE(result.status, 413);
        QCOMPARE(result.consumed, bytes.size());
        QCOMPARE(result.body, QByteArray("hello"));
    }

    void refusesWhatIsMalformed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        for (const test::MalformedRequest &request : test::malformedBodies())
            QTest::newRow(request.name) << request.bytes.mid(request.bytes.indexOf("\r\n\r\n") + 4) << request.status;
    }

    void refusesWhatIsMalformed()
    {
        QFETCH(QByteArray, bytes);
        const Result whole = read(chunkedHead(), bytes, bytes.size());
        QTEST(whole.status, "status");
        QCOMPARE(whole.state, whole.status == 413 ? BodyReader::State::TooLarge : BodyReader::State::Refused);
        const Result split = read(chunkedHead(), bytes, 1);
        QCOMPARE(split.status, whole.status);
        QCOMPARE(split.consumed, whole.consumed);
    }
};

QTEST_APPLESS_MAIN(BodyReaderTest)
#include "body_reader_test.moc"
