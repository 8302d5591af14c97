// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/gzip.h"

#include <QTest>

#include <zlib.h>

using namespace signalbox::http;

namespace {

// Undone with zlib's own reader, which checks the trailer.
QByteArray unzipped(QByteArray compressed, qsizetype size)
{
    QByteArray out(size, Qt::Uninitialized);
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef *>(compressed.data());
    stream.avail_in = uInt(compressed.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const bool done = inflateInit2(&stream, 15 + 16) == Z_OK && inflate(&stream, Z_FINISH) == Z_STREAM_END;
    const auto written = qsizetype(stream.total_out);
    inflateEnd(&stream);
    return done ? out.first(written) : QByteArray();
}

} // namespace

class GzipTest : public QObject {
    Q_OBJECT

private slots:
    void givesBackWhatItTook_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("one byte") << QByteArray("x");
        QTest::newRow("repetition") << QByteArray(1'000'000, 'x');
        QByteArray noise;
        for (quint32 state = 1; noise.size() < 100'000; state = state * 1664525 + 1013904223)
            noise.append(char(state >> 24));
        QTest::newRow("noise that does not shrink") << noise;
    }

    void givesBackWhatItTook()
    {
        QFETCH(QByteArray, body);
        QCOMPARE(unzipped(gzip(body), body.size()), body);
    }

    void readsAcceptEncoding_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *header, bool accepted) {
            QTest::newRow(header) << QByteArray(header) << accepted;
        };
        row("", false);
        row("gzip", true);
        row("GZIP", true);
        row("x-gzip", true);
        row("br, gzip, deflate", true);
        row("br", false);
        row("*", true);
        row("*;q=0", false);
        row("gzip;q=0", false);
        row("gzip;q=0.0, *", false);
        row("gzip ; q=0.5", true);
        row("gzip;q=0.5, identity;q=0.8", false);
        row("gzip;q=0.8, identity;q=0.5", true);
        row("identity;q=0, *;q=0.1", true);
        row("identity", false);
        row("gzip;q=nonsense", false);
        row("gzip;q=2", false);
        row("gzippy", false);
    }

    void readsAcceptEncoding()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, accepted);
        QCOMPARE(acceptsGzip(header), accepted);
    }
};

QTEST_APPLESS_MAIN(GzipTest)
#include "gzip_test.moc"
