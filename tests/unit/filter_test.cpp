// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_outcome.h"
#include "filter.h"
#include "filter_completion.h"

#include <QTest>

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;

class FilterTest : public QObject {
    Q_OBJECT
private slots:
    void matches_data();
    void matches();
    void refuses_data();
    void refuses();
    void boundsLengthAndTerms();
    void keepsItsText();
    void emptyMatchesEverything();
    void globStaysLinear();
    void findsTheTermAtTheCursor_data();
    void findsTheTermAtTheCursor();
    void spansTellWhatTheCacheHad_data();
    void spansTellWhatTheCacheHad();
    void hintsCanBeParsed();
    void suggestedValuesCanBeParsed();
    void quotesValuesThatNeedIt();
};

namespace {

RecordView sample()
{
    RecordView record;
    record.id = "0193aaaa-beef";
    record.traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    record.method = "POST";
    record.path = "/Users/7/photos?size=large&q=cat";
    record.route = "/users/:id/photos";
    record.user = "Ann Lee <ann@example.org>";
    record.userName = "ann.lee@example.com";
    record.peer = "[::1]:51234";
    record.error = "Connection refused by redis";
    record.durationUs = 500'400;
    record.ttfbUs = 1'500;
    record.bytesIn = 2'048;
    record.bytesOut = 100;
    record.status = 503;
    record.reactor = 1;
    record.cache = cache_outcome::Local | cache_outcome::Miss;
    record.slow = true;
    return record;
}

Filter parsed(const QString &text)
{
    auto result = Filter::parse(text);
    if (const auto *error = std::get_if<FilterError>(&result))
        qFatal("%s: %s", qPrintable(text), qPrintable(error->message));
    return std::get<Filter>(std::move(result));
}

} // namespace

void FilterTest::matches_data()
{
    QTest::addColumn<bool>("expected");
    const auto row = [](const char *text, bool expected) { QTest::newRow(text) << expected; };
    row("status:503", true);
    row("status:500", false);
    row("status:5xx", true);
    row("status:5XX", true);
    row("status:4xx", false);
    row("status:4xx,5xx", true);
    row("status:>=400", true);
    row("status:>503", false);
    row("status:<=503", true);
    row("status:<503", false);
    row("status:500..503", true);
    row("status>=400", true);
    row("status=503", true);
    row("status=5xx", true);
    row("STATUS:503", true);
    row("-status:503", false);
    row("-status:200", true);
    row("method:POST", true);
    row("method:post", true);
    row("method:GET,POST", true);
    row("method:GET", false);
    row("ms:500", true);
    row("ms:501", false);
    row("ms:>500", true);
    row("ms:>1.5s", false);
    row("ms:<1.5s", true);
    row("ms:>=500400us", true);
    row("ms:>500400us", false);
    row("dur>250ms", true);
    row("ms:100..600", true);
    row("ttfb:<2", true);
    row("in:2k", true);
    row("in:>1.5kb", true);
    row("out:>1mb", false);
    row("reactor:1", true);
    row("reactor:0", false);
    row("route:/users/:id/photos", true);
    row("route:/users/:id", false);
    row("route:/users/*", true);
    row("route:\"\"", false);
    row("path:/users/*", true);
    row("path:/users/7/photos", true);
    row("path:/users/7", false);
    row("path:*size=large*", false); // without `?` it is about the path alone
    row("path:*?size=large*", true);
    row("path:photos", true);
    row("path:videos", false);
    row("user:\"ann lee <ann@example.org>\"", true);
    row("user:*@example.org*", true);
    row("user:ann", false);
    row("user:Ann.Lee@example.com", true); // the name is as good as the id
    row("user:*@example.com", true);
    row("-user:ann.lee@example.com", false);
    row("lee@example.com", true);
    row("id:0193aaaa", true);
    row("id:193", false);
    row("id:*beef", true);
    row("trace:4bf92f35", true);
    row("peer:::1", true);
    row("peer:[::1]", true);
    row("peer:[::1]:51234", true);
    row("peer:127.0.0.1", false);
    row("error:REFUSED", true);
    row("error:timeout", false);
    row("cache:miss", true);
    row("cache:MISS", true);
    row("cache:local", true);
    row("cache:hit", false);
    row("cache:hit,local", true);
    row("-cache:miss", false);
    row("-cache:hit", true);
    row("cache:hit OR cache:miss", true);
    row("slow", true);
    row("-slow", false);
    row("error", true);
    row("aborted", false);
    row("-aborted", true);
    row("photos", true);
    row("PHOTOS", true);
    row("refused", true);
    row("lee", true);
    row("nothing", false);
    row("\"refused by\"", true);
    row("-\"refused by\"", false);
    row("\"slow\"", false); // quoted, it is a word
    row("/users/:id", true);
    row("slow status:5xx photos", true);
    row("slow status:2xx", false);
    row("status:2xx OR status:5xx", true);
    row("status:2xx OR status:5xx method:GET", false);
    row("method:GET OR method:PUT OR slow", true);
    row("\"OR\"", true); // a word, of example.org
    row("  slow  ", true);
}

void FilterTest::matches()
{
    QFETCH(bool, expected);
    QCOMPARE(parsed(QString::fromUtf8(QTest::currentDataTag())).matches(sample()), expected);
}

void FilterTest::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("length");
    QTest::addColumn<QString>("names");
    QTest::newRow("unknown key") << u"slow colour:red"_s << 5 << 10 << u"colour"_s;
    QTest::newRow("unknown key, negated") << u"-colour:red"_s << 0 << 11 << u"status"_s;
    QTest::newRow("no value") << u"status:"_s << 0 << 7 << u"5xx"_s;
    QTest::newRow("bad status") << u"status:fast slow"_s << 0 << 11 << u"fast"_s;
    QTest::newRow("bad class") << u"status:7xx"_s << 0 << 10 << u"7xx"_s;
    QTest::newRow("fraction of a status") << u"status:4.5"_s << 0 << 10 << u"4.5"_s;
    QTest::newRow("one bad of a list") << u"status:404,x"_s << 0 << 12 << u"404,x"_s;
    QTest::newRow("no number") << u"slow ms:>"_s << 5 << 4 << u">500"_s;
    QTest::newRow("bad unit") << u"ms:>5h"_s << 0 << 6 << u">5h"_s;
    QTest::newRow("reversed range") << u"ms:5..1"_s << 0 << 7 << u"5..1"_s;
    QTest::newRow("too great") << u"ms:>99999999999999s"_s << 0 << 19 << u"99999999999999s"_s;
    QTest::newRow("two signs") << u"status:><5"_s << 0 << 10 << u"><5"_s;
    QTest::newRow("no outcome of a cache") << u"slow cache:warm"_s << 5 << 10 << u"miss, hit, local"_s;
    QTest::newRow("one bad outcome") << u"cache:hit,warm"_s << 0 << 14 << u"hit,warm"_s;
    QTest::newRow("open quote") << u"slow user:\"ann lee"_s << 5 << 13 << u"quote"_s;
    QTest::newRow("lone minus") << u"slow -"_s << 5 << 1 << u"negate"_s;
    QTest::newRow("OR first") << u"OR slow"_s << 0 << 2 << u"OR"_s;
    QTest::newRow("OR last") << u"slow OR"_s << 5 << 2 << u"OR"_s;
    QTest::newRow("OR twice") << u"slow OR OR error"_s << 5 << 2 << u"OR"_s;
}

void FilterTest::refuses()
{
    QFETCH(QString, text);
    const auto result = Filter::parse(text);
    const auto *error = std::get_if<FilterError>(&result);
    QVERIFY(error);
    QTEST(int(error->position), "position");
    QTEST(int(error->length), "length");
    QFETCH(QString, names);
    QVERIFY2(error->message.contains(names), qPrintable(error->message));
}

void FilterTest::boundsLengthAndTerms()
{
    QVERIFY(std::holds_alternative<FilterError>(Filter::parse(QString(2001, u'a'))));
    QVERIFY(std::holds_alternative<Filter>(Filter::parse(QString(2000, u'a'))));
    QVERIFY(std::holds_alternative<FilterError>(Filter::parse(u"a "_s.repeated(65))));
    QVERIFY(std::holds_alternative<Filter>(Filter::parse(u"a "_s.repeated(64))));
}

void FilterTest::keepsItsText()
{
    QCOMPARE(parsed(u" slow  status:5xx "_s).text(), u"slow  status:5xx"_s);
}

void FilterTest::emptyMatchesEverything()
{
    QVERIFY(Filter().isEmpty());
    QVERIFY(parsed(u"  "_s).isEmpty());
    QVERIFY(Filter().matches(sample()));
    QVERIFY(parsed(QString()).matches(RecordView{}));
    QVERIFY(!parsed(u"slow"_s).isEmpty());
}

void FilterTest::globStaysLinear()
{
    RecordView record;
    const QByteArray path = '/' + QByteArray(8000, 'a');
    record.path = path;
    QVERIFY(!parsed(u"path:*"_s + u"a*"_s.repeated(900) + u"b"_s).matches(record));
}

void FilterTest::findsTheTermAtTheCursor_data()
{
    QTest::addColumn<QString>("text"); // `|` is the cursor
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("replaced"); // with the term's replacement standing as X
    QTest::newRow("empty") << u"|"_s << QString() << QString() << u"X"_s;
    QTest::newRow("key begun") << u"slow sta|"_s << QString() << u"sta"_s << u"slow X"_s;
    QTest::newRow("in the middle") << u"sl|ow error"_s << QString() << u"sl"_s << u"X error"_s;
    QTest::newRow("after a space") << u"slow |"_s << QString() << QString() << u"slow X"_s;
    QTest::newRow("value, empty") << u"status:|"_s << u"status"_s << QString() << u"status:X"_s;
    QTest::newRow("value begun") << u"status:5| slow"_s << u"status"_s << u"5"_s << u"status:X slow"_s;
    QTest::newRow("key of a finished term") << u"sta|tus:5xx"_s << QString() << u"sta"_s << u"X"_s;
    QTest::newRow("negated") << u"-sta|"_s << QString() << u"sta"_s << u"-X"_s;
    QTest::newRow("negated value") << u"-status:4|"_s << u"status"_s << u"4"_s << u"-status:X"_s;
    QTest::newRow("open quote") << u"user:\"ann l|"_s << u"user"_s << u"ann l"_s << u"user:X"_s;
}

void FilterTest::findsTheTermAtTheCursor()
{
    QFETCH(QString, text);
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    const FilterCursor at = filterCursorAt(text, cursor);
    QTEST(at.key, "key");
    QTEST(at.prefix, "prefix");
    QCOMPARE(at.kind == FilterCursor::Kind::Value, !at.key.isEmpty());
    QTEST(text.replace(at.position, at.length, u"X"_s), "replaced");
}

void FilterTest::spansTellWhatTheCacheHad_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QStringList>("outcomes");
    const auto row = [](const char *kind, const char *name, const QStringList &outcomes) {
        QTest::addRow("%s %s", kind, name) << QByteArray(kind) << QByteArray(name) << outcomes;
    };
    row("cache", "user: local hit", {u"local"_s});
    row("cache", "user: hit", {u"hit"_s});
    row("cache", "user: miss", {u"miss"_s});
    row("cache", "user: joined", {u"miss"_s}); // it waited for who had missed
    row("cache", "user: refilled", {});
    row("cache", "", {});
    row("redis", "user: hit", {});
}

void FilterTest::spansTellWhatTheCacheHad()
{
    QFETCH(QByteArray, kind);
    QFETCH(QByteArray, name);
    RequestRecord record;
    record.spans = {{"handler", "show", {}, 0, 9, false}, {kind, name, {}, 1, 2, false}};
    QStringList matching;
    for (const QString &outcome : {u"hit"_s, u"local"_s, u"miss"_s}) {
        if (parsed(u"cache:"_s + outcome).matches(record.view()))
            matching.append(outcome);
    }
    QTEST(matching, "outcomes");
}

void FilterTest::hintsCanBeParsed()
{
    QVERIFY(Filter::keys().size() > 10);
    for (const Filter::Key &key : Filter::keys()) {
        const QString example = key.hint.section(u": "_s, -1).section(u", "_s, 0, 0);
        if (example.contains(u' '))
            continue;
        parsed(key.name + u':' + example);
    }
}

void FilterTest::suggestedValuesCanBeParsed()
{
    QVERIFY(filterValues(u"status"_s).contains(u"5xx"_s));
    for (const Filter::Key &key : Filter::keys()) {
        for (const QString &value : filterValues(key.name))
            parsed(key.name + u':' + value);
    }
    for (const QString &flag : filterFlags())
        parsed(flag);
}

void FilterTest::quotesValuesThatNeedIt()
{
    QCOMPARE(quotedFilterValue(u"/users/:id"_s), u"/users/:id"_s);
    QCOMPARE(quotedFilterValue(QString()), u"\"\""_s);
    const QString hostile = u"a \"b\\\" c"_s;
    RecordView record;
    const QByteArray user = hostile.toUtf8();
    record.user = user;
    QVERIFY(parsed(u"user:"_s + quotedFilterValue(hostile)).matches(record));
}

QTEST_APPLESS_MAIN(FilterTest)
#include "filter_test.moc"
