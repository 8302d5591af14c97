// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/headers.h"

#include <QtTest>

using signalbox::http::Headers;

class HeadersTest : public QObject {
    Q_OBJECT
private slots:
    void findsFieldsWhateverTheirCase()
    {
        Headers headers;
        headers.append("Content-Type", "text/plain");
        QCOMPARE(headers.value("content-type"), QByteArrayView("text/plain"));
        QVERIFY(headers.contains("CONTENT-TYPE"));
        QVERIFY(!headers.contains("content-typ"));
        QVERIFY(headers.value("accept").isEmpty());
    }

    void keepsFieldsInTheirOrderAndTheWiresForm()
    {
        Headers headers;
        headers.append("a", "1");
        headers.append("b", "");
        headers.append("A", "2");
        QCOMPARE(headers.wire(), QByteArray("a: 1\r\nb: \r\nA: 2\r\n"));
        QCOMPARE(headers.combined("a"), QByteArray("1, 2"));
        QCOMPARE(headers.count("a"), 2);
        QList<QByteArray> names;
        for (const Headers::Field field : headers)
            names.append(field.name.toByteArray());
        QCOMPARE(names, QList<QByteArray>({"a", "b", "A"}));
    }

    void replacesEveryFieldOfAName()
    {
        Headers headers;
        headers.append("a", "1");
        headers.append("b", "2");
        headers.append("a", "3");
        headers.set("A", "4");
        QCOMPARE(headers.wire(), QByteArray("b: 2\r\nA: 4\r\n"));
        headers.remove("b");
        QCOMPARE(headers.size(), 1);
    }

    void letsNoValueForgeAField()
    {
        Headers headers;
        headers.append("a", QByteArrayView("1\r\nb: 2\0", 8));
        QCOMPARE(headers.wire(), QByteArray("a: 1  b: 2 \r\n"));
    }

    void isAValue()
    {
        Headers headers;
        headers.append("a", "1");
        Headers copy = headers;
        copy.set("a", "2");
        QCOMPARE(headers.value("a"), QByteArrayView("1"));
        QCOMPARE(copy.value("a"), QByteArrayView("2"));
    }
};

QTEST_APPLESS_MAIN(HeadersTest)
#include "headers_test.moc"
