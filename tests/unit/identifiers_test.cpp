// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/identifiers.h"
#include "http/middleware/request_id.h"
#include "http/middleware/trace_context.h"

#include <QSet>
#include <QTest>
#include <QUuid>

using namespace signalbox::http;

class IdentifiersTest : public QObject {
    Q_OBJECT

private slots:
    void makesUuidsOfVersion7()
    {
        Identifiers identifiers;
        const QByteArray id = identifiers.uuid(0x0123456789ab * 1000LL + 500);
        const QUuid uuid = QUuid::fromString(QLatin1String(id));
        QCOMPARE(uuid.variant(), QUuid::DCE);
        QCOMPARE(uuid.toByteArray(QUuid::WithoutBraces), id);
        QVERIFY2(id.startsWith("01234567-89ab-7800-"), id.constData());
    }

    void ordersUuidsWithinAMillisecond()
    {
        Identifiers identifiers;
        QVERIFY(identifiers.uuid(1'000'001) < identifiers.uuid(1'000'002));
        QVERIFY(identifiers.uuid(1'000'999) < identifiers.uuid(1'001'000));
    }

    void repeatsNothing()
    {
        Identifiers one, other;
        QSet<QByteArray> seen;
        for (int i = 0; i < 10'000; ++i) {
            for (Identifiers *identifiers : {&one, &other}) {
                for (const QByteArray &id : {identifiers->uuid(1), identifiers->traceId(), identifiers->spanId()}) {
                    QVERIFY2(!seen.contains(id), id.constData());
                    seen.insert(id);
                }
            }
        }
    }

    void takesRequestIds_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<bool>("taken");
        QTest::newRow("uuid") << QByteArray("018f2c5e-7b1a-7c3d-9e4f-0123456789ab") << true;
        QTest::newRow("every kind") << QByteArray("aZ09._-") << true;
        QTest::newRow("longest") << QByteArray(128, 'x') << true;
        QTest::newRow("too long") << QByteArray(129, 'x') << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("space") << QByteArray("a b") << false;
        QTest::newRow("quote") << QByteArray("a\"b") << false;
        QTest::newRow("not ASCII") << QByteArray("\xc3\xbc") << false;
    }

    void takesRequestIds()
    {
        QFETCH(QByteArray, id);
        QFETCH(bool, taken);
        QCOMPARE(isRequestId(id), taken);
    }

    void readsTraceParents_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<bool>("taken");
        const QByteArray ids = "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
        QTest::newRow("sampled") << "00" + ids + "01" << true;
        QTest::newRow("not sampled") << "00" + ids + "00" << true;
        QTest::newRow("later version") << "01" + ids + "01" << true;
        QTest::newRow("later version with more") << "cc" + ids + "01-what-the-future-brings" << true;
        QTest::newRow("later version gone wrong") << "cc" + ids + "01.what" << false;
        QTest::newRow("version 00 with more") << "00" + ids + "01-more" << false;
        QTest::newRow("forbidden version") << "ff" + ids + "01" << false;
        QTest::newRow("version is no hex") << "0x" + ids + "01" << false;
        QTest::newRow("flags are no hex") << "00" + ids + "0g" << false;
        QTest::newRow("upper case") << "00" + ids.toUpper() + "01" << false;
        QTest::newRow("zero trace") << QByteArray("00-00000000000000000000000000000000-00f067aa0ba902b7-01") << false;
        QTest::newRow("zero parent") << QByteArray("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01") << false;
        QTest::newRow("short") << "00" + ids + "0" << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("spaces") << " 00" + ids + "01" << false;
    }

    void readsTraceParents()
    {
        QFETCH(QByteArray, value);
        QFETCH(bool, taken);
        const auto parent = parseTraceParent(value);
        QCOMPARE(parent.has_value(), taken);
        if (parent) {
            QCOMPARE(parent->traceId, QByteArrayView("4bf92f3577b34da6a3ce929d0e0e4736"));
            QCOMPARE(parent->parentId, QByteArrayView("00f067aa0ba902b7"));
        }
    }
};

QTEST_APPLESS_MAIN(IdentifiersTest)
#include "identifiers_test.moc"
