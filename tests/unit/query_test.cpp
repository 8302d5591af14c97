// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/query.h"

#include <QTest>

using namespace signalbox::http;

class QueryTest : public QObject {
    Q_OBJECT

private slots:
    void decodes_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<QString>("items");
        const auto row = [](const char *name, QByteArray raw, const char *items) {
            QTest::newRow(name) << raw << QString::fromUtf8(items);
        };
        row("empty", "", "");
        row("one", "a=1", "a=1;");
        row("in order", "b=2&a=1&b=3", "b=2;a=1;b=3;");
        row("without a value", "a&b=", "a=;b=;");
        row("empty pairs", "&&a=1&", "a=1;");
        row("equals in the value", "a=b=c", "a=b=c;");
        row("plus is a space", "a+b=c+d", "a b=c d;");
        row("escaped plus", "a=1%2B1", "a=1+1;");
        row("escaped separators", "a=%26%3D", "a=&=;");
        row("UTF-8", "q=J%C3%BCrgen", "q=J\xc3\xbcrgen;");
        row("decodes once", "a=%2525", "a=%25;");
        row("semicolon separates nothing", "a=1;b=2", "a=1;b=2;");
    }

    void decodes()
    {
        QFETCH(QByteArray, raw);
        QFETCH(QString, items);
        PercentError error = PercentError::BadEscape;
        const Query query = Query::parse(raw, error);
        QCOMPARE(error, PercentError::None);
        QString shown;
        for (const auto &[name, value] : query.items())
            shown += name + QLatin1Char('=') + value + QLatin1Char(';');
        QCOMPARE(shown, items);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<PercentError>("expected");
        QTest::newRow("bad escape") << QByteArray("a=%g0") << PercentError::BadEscape;
        QTest::newRow("bad escape in a name") << QByteArray("b=1&%=2") << PercentError::BadEscape;
        QTest::newRow("NUL") << QByteArray("a=%00") << PercentError::Nul;
        QTest::newRow("not UTF-8") << QByteArray("a=%ff") << PercentError::BadUtf8;
        QTest::newRow("UTF-8 cut by a separator") << QByteArray("a=%c3&b=%bc") << PercentError::BadUtf8;
    }

    void refuses()
    {
        QFETCH(QByteArray, raw);
        QFETCH(PercentError, expected);
        PercentError error = PercentError::None;
        QVERIFY(Query::parse(raw, error).items().isEmpty());
        QCOMPARE(error, expected);
    }

    void tellsAbsentFromEmpty()
    {
        PercentError error = PercentError::None;
        const Query query = Query::parse("a=&b", error);
        QVERIFY(!query.value("a").isNull());
        QVERIFY(!query.value("b").isNull());
        QVERIFY(query.value("c").isNull());
        QCOMPARE(query.value("c", QStringLiteral("x")), QStringLiteral("x"));
    }

    void givesEveryValueOfAName()
    {
        PercentError error = PercentError::None;
        const Query query = Query::parse("tag=a&x=1&tag=b", error);
        QCOMPARE(query.value("tag"), QStringLiteral("a"));
        QCOMPARE(query.values("tag"), QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(query.values("none").isEmpty());
    }
};

QTEST_APPLESS_MAIN(QueryTest)
#include "query_test.moc"
