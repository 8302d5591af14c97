// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/json_check.h"

#include <QJsonDocument>
#include <QTest>

using namespace signalbox::http;

class JsonCheckTest : public QObject {
    Q_OBJECT

private slots:
    void tellsWhereAndWhy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, QByteArray text, const char *problem) {
            QTest::newRow(name) << text << QString::fromUtf8(problem);
        };
        row("missing value", "{\n  \"a\": 1,\n  \"b\": ,\n}", "Expected a value at line 3, column 8");
        row("empty", "", "Expected a value, but the body ends at line 1, column 1");
        row("cut off object", "{\"a\": 1", "Expected \",\" or \"}\", but the body ends at line 1, column 8");
        row("cut off array", "[1, 2", "Expected \",\" or \"]\", but the body ends at line 1, column 6");
        row("cut off string", "{\"a", "Expected the string to be closed, but the body ends at line 1, column 4");
        row("trailing comma in object", "{\"a\": 1,}", "Expected a name in double quotes at line 1, column 9");
        row("trailing comma in array", "[1,]", "Expected a value at line 1, column 4");
        row("single quotes", "{'a': 1}", "Expected a name in double quotes at line 1, column 2");
        row("name without quotes", "{a: 1}", "Expected a name in double quotes at line 1, column 2");
        row("no colon", "{\"a\" 1}", "Expected \":\" after the name at line 1, column 6");
        row("no comma", "{\"a\": 1 \"b\": 2}", "Expected \",\" or \"}\" at line 1, column 9");
        row("wrong closing", "[1}", "Expected \",\" or \"]\" at line 1, column 3");
        row("two values", "{} {}", "Expected the end of the body at line 1, column 4");
        row("misspelt literal", "{\"a\": nul}", "Expected a value at line 1, column 7");
        row("literal goes on", "truely", "Expected the end of the body at line 1, column 5");
        row("NaN", "[NaN]", "Expected a value at line 1, column 2");
        row("comment", "{ // no\n}", "Expected a name in double quotes at line 1, column 3");
        row("leading zero", "[01]", "A number can't begin with 0 at line 1, column 3");
        row("bare minus", "[-]", "Expected a digit at line 1, column 3");
        row("no digit after point", "[1.]", "Expected a digit at line 1, column 4");
        row("no exponent", "[1e+]", "Expected a digit at line 1, column 5");
        row("plus", "[+1]", "Expected a value at line 1, column 2");
        row("raw line break in string", "[\"a\nb\"]",
            "A control character in a string must be escaped at line 1, column 4");
        row("raw NUL in string", QByteArray("[\"\0\"]", 5),
            "A control character in a string must be escaped at line 1, column 3");
        row("NUL after backslash", QByteArray("[\"\\\0\"]", 6),
            "Expected one of \" \\ / b f n r t u after \\ at line 1, column 4");
        row("unknown escape", "[\"\\x41\"]", "Expected one of \" \\ / b f n r t u after \\ at line 1, column 4");
        row("short \\u", "[\"\\u12g4\"]", "Expected four hex digits after \\u at line 1, column 7");
        row("columns are characters", "[\"\xc3\xbc\xf0\x9f\x9a\x82\", x]", "Expected a value at line 1, column 8");
        row("not UTF-8", "[\"a\xff\"]", "Bytes that are not UTF-8 at line 1, column 4");
        row("cut off UTF-8", "[\"\xe2\x82", "Bytes that are not UTF-8 at line 1, column 3");
        row("too deep", "[[[[1]]]]", "Nested deeper than 3 levels at line 1, column 4");
        row("too deep, mixed", "{\"a\":[{\"b\":[]}]}", "Nested deeper than 3 levels at line 1, column 12");
    }

    void tellsWhereAndWhy()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, problem);
        const auto found = checkJson(text, 3);
        QVERIFY(found);
        QCOMPARE(found->message(), problem);
    }

    void takesWhatIsRight_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {"{}", "[]", " {\"a\" : [ ] , \"b\" : { } } ", "\t[1,\r\n2]\n", "\"\"", "true", "false",
                                 "null", "0", "-0", "10", "-1.25e+10", "1E5", "0.5",
                                 "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fC\"]", "[[[]]]", "{\"\xc3\xbc\": 1}"})
            QTest::newRow(text) << QByteArray(text);
    }

    void takesWhatIsRight()
    {
        QFETCH(QByteArray, text);
        const auto found = checkJson(text, 3);
        QVERIFY2(!found, found ? qPrintable(found->message()) : "");
        QVERIFY(!QJsonDocument::fromJson("[" + text + "]").isNull());
    }

    void survivesAMegabyteOfBrackets()
    {
        const auto found = checkJson(QByteArray(1024 * 1024, '['), 64);
        QVERIFY(found);
        QCOMPARE(found->column, 65);
    }
};

QTEST_APPLESS_MAIN(JsonCheckTest)
#include "json_check_test.moc"
