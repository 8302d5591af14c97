// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_text.h"

#include <QTest>

using namespace signalbox::admin;
using namespace Qt::Literals::StringLiterals;

class RedisTextTest : public QObject {
    Q_OBJECT

private slots:
    void textIsUtf8WithoutControlCharacters_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("isText");
        QTest::newRow("empty") << QByteArray("") << true;
        QTest::newRow("plain") << QByteArray("user:7") << true;
        QTest::newRow("accents") << QByteArray("Zo\xc3\xab \xe2\x82\xac \xf0\x9f\x9a\x82") << true;
        QTest::newRow("lines") << QByteArray("{\r\n\t1\n}") << true;
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << false;
        QTest::newRow("escape") << QByteArray("\x1b[2J") << false;
        QTest::newRow("delete") << QByteArray("\x7f") << false;
        QTest::newRow("latin-1") << QByteArray("Zo\xeb") << false;
        QTest::newRow("cut") << QByteArray("Zo\xc3") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    }

    void textIsUtf8WithoutControlCharacters()
    {
        QFETCH(QByteArray, bytes);
        const auto text = textOf(bytes);
        QTEST(text.has_value(), "isText");
        if (text)
            QCOMPARE(text->toUtf8(), bytes);
    }

    void aCutMayGoThroughACharacter()
    {
        const QByteArray train("ab\xf0\x9f\x9a\x82");
        for (qsizetype size = 2; size < train.size(); ++size)
            QCOMPARE(textOfBeginning(train.first(size)), u"ab"_s);
        QCOMPARE(textOfBeginning(train), QString::fromUtf8(train));
        QVERIFY(!textOfBeginning("ab\xff\xff\xff\xff"));
        QCOMPARE(textOfBeginning("\xc3"), QString());
    }

    void whatIsNoTextIsShownInHex()
    {
        QCOMPARE(readable("caf\xc3\xa9"), u"café"_s);
        QCOMPARE(readable(QByteArray("a\0\xff\xc3\xa9\xc3", 6)), u"a\\x00\\xffé\\xc3"_s);
        QCOMPARE(readableKey("two\r\nlines"), u"two\\r\\nlines"_s);
    }

    void anyKeyHasOneId_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("plain") << QByteArray("user:7");
        QTest::newRow("binary") << QByteArray("\0\xff\xfe?/", 5);
        QTest::newRow("one byte") << QByteArray("\xfb");
    }

    void anyKeyHasOneId()
    {
        QFETCH(QByteArray, key);
        const QString id = keyId(key);
        QVERIFY(!id.contains(u'=') && !id.contains(u'/') && !id.contains(u'+'));
        QCOMPARE(keyOfId(id), key);
    }

    void whatIsNoIdIsNoKey()
    {
        for (const auto &id : {u"dXNlcjo3="_s, u"dXNl cjo3"_s, u"dXNl+jo3"_s, u"d"_s, u"dXNlcjo4x"_s, u"ÄÄÄÄ"_s})
            QVERIFY2(!keyOfId(id), qPrintable(id));
    }

    void aPatternOfATextMatchesNothingElse()
    {
        QCOMPARE(globEscaped("user:7"), QByteArray("user:7"));
        QCOMPARE(globEscaped("a*b?[c-d]^\\"), QByteArray("a\\*b\\?\\[c\\-d\\]\\^\\\\"));
    }
};

QTEST_APPLESS_MAIN(RedisTextTest)
#include "redis_text_test.moc"
