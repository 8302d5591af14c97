// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/compiled_schema.h"
#include "http/schema.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace signalbox::http;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue read(const QByteArray &json)
{
    return QJsonDocument::fromJson('[' + json + ']').array().at(0);
}

QStringList problems(const Schema &schema, const QJsonValue &value)
{
    QStringList list;
    for (const SchemaProblem &problem : CompiledSchema(schema).check(value))
        list.append(problem.path.isEmpty() ? problem.message : problem.path + u": "_s + problem.message);
    list.sort();
    return list;
}

Schema user()
{
    return schema::object({{"email", schema::email()},
                           {"name", schema::string().trimmed().length(1, 100)},
                           {"role", schema::oneOf({"user", "editor", "admin"}).byDefault("user")},
                           {"age", schema::integer(0, 150).nullable()}})
        .required({"email", "name"});
}

} // namespace

Q_DECLARE_METATYPE(Schema)

class CompiledSchemaTest : public QObject {
    Q_OBJECT

private slots:
    void saysInWordsWhatIsWrong_data()
    {
        QTest::addColumn<Schema>("schema");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const Schema &schema, const char *value, const QStringList &expected) {
            QTest::newRow(name) << schema << QByteArray(value) << expected;
        };
        row("text", schema::string(), R"("x")", {});
        row("no text", schema::string(), "1", {u"Must be a text"_s});
        row("no text or null", schema::string().nullable(), "1", {u"Must be a text or null"_s});
        row("null", schema::string().nullable(), "null", {});
        row("empty", schema::string().length(1, 5), R"("")", {u"Must not be empty"_s});
        row("short", schema::string().length(8, 72), R"("1234567")", {u"At least 8 characters"_s});
        row("long", schema::string().longest(1), R"("12")", {u"At most 1 character"_s});
        row("code points, not units", schema::string().length(1, 2), R"("😀😀")", {});
        row("bytes", schema::string().mostBytes(4), R"("äöü")", {u"At most 4 bytes"_s});
        row("choice", schema::oneOf({"user", "admin"}), R"("root")", {u"Must be one of user, admin"_s});
        row("nullable choice", schema::oneOf({"a", "b"}).nullable(), "null", {});
        row("constant", schema::constant(5), "6", {u"Must be 5"_s});
        row("whole", schema::integer(1, 100), "1.5", {u"Must be a whole number from 1 to 100"_s});
        row("1.0 is whole", schema::integer(1, 100), "1.0", {});
        row("beyond 2^31 is whole", schema::integer(), "3000000000", {});
        row("beyond 64 bits", schema::integer(), "1e300", {u"Must be a whole number"_s});
        row("range", schema::integer(1, 100), "101", {u"Must be a whole number from 1 to 100"_s});
        row("number", schema::number(), R"("1")", {u"Must be a number"_s});
        row("boolean", schema::boolean(), "1", {u"Must be true or false"_s});
        row("list", schema::array(schema::integer()), "{}", {u"Must be a list"_s});
        row("few items", schema::array(schema::integer()).items(1, 2), "[]", {u"At least 1 item"_s});
        row("many items", schema::array(schema::integer()).items(1, 2), "[1,2,3]", {u"At most 2 items"_s});
        row("an item", schema::array(schema::uuid()), R"(["x"])", {u"0: Must be a UUID"_s});
        row("a fraction within", schema::array(schema::integer()), "[1, 2.5]", {u"1: Must be a whole number"_s});
        row("object", user(), "[]", {u"Must be an object"_s});
        row("no field", schema::object({{"a", schema::string()}}).notEmpty(), "{}", {u"At least 1 field"_s});
        row("values of a map", schema::map(schema::integer()), R"({"a": 1, "b": "x"})",
            {u"b: Must be a whole number"_s});
        row("any of", schema::anyOf({schema::integer(), schema::email()}), R"("x")",
            {u"Has none of the forms that it may have"_s});
        row("one of any", schema::anyOf({schema::integer(), schema::uuid()}), "7", {});
        row("pattern", schema::string().pattern("^[a-z]+$").message("Small letters only"), R"("A")",
            {u"Small letters only"_s});
        row("NUL", schema::string(), R"("a\u0000b")", {u"Must not contain NUL or half characters"_s});
        row("anything", schema::anything(), "[null]", {});
    }

    void saysInWordsWhatIsWrong()
    {
        QFETCH(Schema, schema);
        QFETCH(QByteArray, value);
        QFETCH(QStringList, expected);
        QCOMPARE(problems(schema, read(value)), expected);
    }

    void formats_data()
    {
        QTest::addColumn<Schema>("schema");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        const auto row = [](const Schema &schema, const QString &text, bool valid) {
            QTest::newRow(qPrintable(schema.json().value("format"_L1).toString() + u": "_s + text))
                << schema << text << valid;
        };
        row(schema::email(), u"ann@example.org"_s, true);
        row(schema::email(), u"ann.o'neil+tag@mail.example.org"_s, true);
        row(schema::email(), u"jürgen@müller.example"_s, true);
        row(schema::email(), u"ann@example"_s, false);
        row(schema::email(), u"ann"_s, false);
        row(schema::email(), u"@example.org"_s, false);
        row(schema::email(), u"ann@"_s, false);
        row(schema::email(), u"ann@@example.org"_s, false);
        row(schema::email(), u"ann@example..org"_s, false);
        row(schema::email(), u"ann@example.org."_s, false);
        row(schema::email(), u"ann@-example.org"_s, false);
        row(schema::email(), u".ann@example.org"_s, false);
        row(schema::email(), u"a..n@example.org"_s, false);
        row(schema::email(), u"ann @example.org"_s, false);
        row(schema::email(), u"ann@exam ple.org"_s, false);
        row(schema::email(), u"ann@example.org\n"_s, false);
        row(schema::email(), u"ann@example.org\r\nbcc: x@y.z"_s, false);
        row(schema::email(), QString(64, u'a') + u'@' + QString(63, u'b') + u".org"_s, true);
        row(schema::email(), u"a@"_s + QString(64, u'b') + u".org"_s, false);
        row(schema::uuid(), u"0198c0de-0000-7000-8000-000000000001"_s, true);
        row(schema::uuid(), u"0198C0DE-0000-7000-8000-000000000001"_s, true);
        row(schema::uuid(), u"{0198c0de-0000-7000-8000-000000000001}"_s, false);
        row(schema::uuid(), u"0198c0de000070008000000000000001"_s, false);
        row(schema::uuid(), u"0198c0de-0000-7000-8000-00000000000g"_s, false);
        row(schema::dateTime(), u"2026-01-31T12:00:00Z"_s, true);
        row(schema::dateTime(), u"2026-01-31T12:00:00.123+02:00"_s, true);
        row(schema::dateTime(), u"2026-01-31T12:00:00"_s, false);
        row(schema::dateTime(), u"2026-02-30T12:00:00Z"_s, false);
        row(schema::dateTime(), u"yesterday"_s, false);
        row(schema::uri(), u"https://example.org/a?b#c"_s, true);
        row(schema::uri(), u"/a"_s, false);
        row(schema::uri(), u"https://exa mple.org"_s, false);
    }

    void formats()
    {
        QFETCH(Schema, schema);
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QCOMPARE(CompiledSchema(schema).check(text).isEmpty(), valid);
    }

    void tellsEverythingAtOnce()
    {
        QCOMPARE(problems(user(), read(R"({"email": "x", "role": "root", "isAdmin": true, "age": "old"})")),
                 (QStringList{u"age: Must be a whole number from 0 to 150 or null"_s,
                              u"email: Must be an email address"_s, u"isAdmin: Unknown field"_s, u"name: Required"_s,
                              u"role: Must be one of user, editor, admin"_s}));
    }

    void emails_data()
    {
        QTest::addColumn<QString>("email");
        QTest::addColumn<bool>("isOne");
        const auto row = [](const char *name, const QString &email, bool isOne) {
            QTest::newRow(name) << email << isOne;
        };
        row("plain", u"ann@example.com"_s, true);
        row("what people write", u"ann.o'neil+tag_1@mail.example.co.uk"_s, true);
        row("letters outside ASCII", u"ζωή@παράδειγμα.example"_s, true);
        row("no at", u"ann.example.com"_s, false);
        row("two at", u"ann@b@example.com"_s, false);
        row("no dot in the domain", u"admin@localhost"_s, false);
        row("dots together", u"ann..b@example.com"_s, false);
        row("dot first", u".ann@example.com"_s, false);
        row("dot last", u"ann.@example.com"_s, false);
        row("empty label", u"ann@example..com"_s, false);
        row("label that begins with a hyphen", u"ann@-example.com"_s, false);
        row("space", u"an n@example.com"_s, false);
        row("space that doesn't break", u"an\u00a0n@example.com"_s, false);
        row("space of no width", u"ann\u200b@example.com"_s, false);
        row("soft hyphen", u"an\u00adn@example.com"_s, false);
        row("text turned round", u"ann\u202e@example.com"_s, false);
        row("new line", u"ann\n@example.com"_s, false);
        row("several", u"ann@example.com,bob@example.com"_s, false);
    }

    void emails()
    {
        QFETCH(QString, email);
        QFETCH(bool, isOne);
        const CompiledSchema schema(schema::object({{"email", schema::email()}}));
        QCOMPARE(schema.check(QJsonObject{{u"email"_s, email}}).isEmpty(), isOne);
    }

    void fillsInDefaultsTrimsAndLowers()
    {
        const CompiledSchema schema(user());
        const QJsonValue value = schema.normalized(read(R"({"email": "  Ann@Example.ORG ", "name": " Ann "})"));
        QCOMPARE(value, read(R"({"email": "ann@example.org", "name": "Ann", "role": "user"})"));
        QVERIFY(schema.check(value).isEmpty());
    }

    void countsWhatAPasswordMayHave()
    {
        const Schema password = schema::newPassword();
        QCOMPARE(problems(password, u"1234567"_s), QStringList{u"At least 8 characters"_s});
        QVERIFY(problems(password, QString(72, u'x')).isEmpty());
        QCOMPARE(problems(password, QString(73, u'x')),
                 (QStringList{u"At most 72 bytes"_s, u"At most 72 characters"_s}));
        QCOMPARE(problems(password, QString(37, u'ä')), QStringList{u"At most 72 bytes"_s});
        QVERIFY(problems(password, u"😀😀😀😀😀😀😀😀"_s).isEmpty()); // 8 characters, 32 bytes
        QCOMPARE(problems(password, u"😀😀😀😀"_s), QStringList{u"At least 8 characters"_s});
    }

    void refusesHalfCharacters()
    {
        QCOMPARE(problems(schema::string(), QString(QChar(0xd800))),
                 QStringList{u"Must not contain NUL or half characters"_s});
    }

    // std::regex, which valijson would use, ends the process there.
    void matchesLongTextsAgainstAPattern()
    {
        const CompiledSchema schema(schema::string().pattern("^(a|b)*$").message("a and b only"));
        QVERIFY(schema.check(QString(5, u'a')).isEmpty());
        schema.check(QString(1'000'000, u'a')); // whatever it says, it comes back
    }

    void boundsWhatItSays()
    {
        QJsonObject many;
        for (int i = 0; i < 1000; ++i)
            many.insert(QString::number(i) + QString(1000, u'x'), i);
        const auto found = CompiledSchema(user()).check(many);
        QVERIFY(found.size() <= 100);
        for (const SchemaProblem &problem : found)
            QVERIFY(problem.path.size() <= 110);
    }

    void publishesNoneOfItsOwnKeywords()
    {
        const Schema schema = schema::object({{"x-signalbox-name", schema::email()}}).named("Thing");
        QCOMPARE(schema.published(),
                 read(R"({"type": "object", "additionalProperties": false, "properties": {"x-signalbox-name":
                          {"type": "string", "format": "email", "maxLength": 254}}})")
                     .toObject());
    }

    void refusesWhatItWouldNotCheck()
    {
        const auto compile = [](const QJsonObject &json) { const CompiledSchema compiled{Schema(json)}; };
        QVERIFY_THROWS_EXCEPTION(std::logic_error, compile({{u"uniqueItems"_s, true}}));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, compile({{u"minLenght"_s, 3}}));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, compile({{u"pattern"_s, u"("_s}}));
        QVERIFY_THROWS_EXCEPTION(std::logic_error, compile(schema::object({}).required({"absent"}).json()));
    }
};

QTEST_GUILESS_MAIN(CompiledSchemaTest)
#include "compiled_schema_test.moc"
