// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_data.h"
#include "pages/cache/cache_notice.h"
#include "pages/cache/elements_model.h"
#include "pages/cache/invalidations_model.h"
#include "pages/cache/key_scan.h"
#include "pages/cache/keys_model.h"
#include "pages/cache/memory_bar.h"
#include "pages/cache/slow_log_model.h"
#include "pages/cache/strategy.h"
#include "pages/metrics/cache_series.h"
#include "pages/overview/cache_card.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
namespace data = signalbox::ui::test;

namespace {

constexpr auto Reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

QList<KeyRow> keys(const QStringList &names)
{
    QList<KeyRow> rows;
    for (const QString &name : names)
        rows.append(KeyRow::fromCbor(data::keyRow(name), QDateTime::currentMSecsSinceEpoch()));
    return rows;
}

QList<Invalidation> invalidations(const QList<qint64> &ids)
{
    QCborArray items;
    for (const qint64 id : ids)
        items.append(data::invalidation(id, u"user:%1"_s.arg(id)));
    return Invalidation::listFromCbor(items);
}

KeyValue valueOf(const QString &type, const QCborValue &value, qint64 length)
{
    return KeyValue::fromCbor(data::keyValue(u"some"_s, type, value, length), QDateTime::currentMSecsSinceEpoch());
}

CacheState stateOf(const QCborMap &answer)
{
    return CacheState::fromCbor(answer);
}

} // namespace

// What the page of the cache makes of what the admin API says.
class CacheModelsTest : public QObject {
    Q_OBJECT
private slots:
    void theStateOfTheCacheIsRead()
    {
        const CacheState state = stateOf(data::cache());
        QCOMPARE(state.redis.kind, RedisLink::Kind::Private);
        QCOMPARE(state.redis.state, RedisLink::State::Up);
        QCOMPARE(state.redis.name(), u"Private Redis"_s);
        QCOMPARE(state.redis.processId, 4711);
        QCOMPARE(state.redis.latency.percentiles.p95, 0.4);
        QVERIFY(qAbs(state.redis.sinceMs - (QDateTime::currentMSecsSinceEpoch() - 60'000)) < 5000);
        QCOMPARE(state.namespaces.size(), 1);
        QCOMPARE(state.namespaces[0].hitRatio(), 0.9);
        QCOMPARE(state.namespaces[0].loadP95Ms, 6.0);
    }

    void withoutARedisNoInvalidationIsWaitedFor()
    {
        QCborMap answer = data::cache(data::redis(u"down"_s));
        answer.insert(u"outbox"_s, QCborMap{{u"pending"_s, 3}, {u"oldestMs"_s, 60'000}});
        QCOMPARE(stateOf(answer).pendingInvalidations(), 3);
        answer.insert(u"redis"_s, data::redis(u"missing"_s));
        QCOMPARE(stateOf(answer).pendingInvalidations(), 0); // they are other nodes' to do
    }

    void everyStrategyTellsWhatItPromises()
    {
        QCOMPARE(Strategy::all().size(), 5);
        for (const Strategy &strategy : Strategy::all()) {
            QVERIFY2(!strategy.promise.isEmpty() && !strategy.cost.isEmpty(), qPrintable(strategy.name));
            QCOMPARE(Strategy::colourOf(strategy.name), strategy.colour);
        }
        QVERIFY(Strategy::all().constFirst().promise.contains(u"only its TTL"_s));
    }

    void aSeriesAddsUpInItsTime()
    {
        QCborMap answer = data::cacheSeries(10);
        const CacheSeries series = CacheSeries::fromCbor(answer);
        QCOMPARE(series.points().size(), 10);
        QCOMPARE(series.namespaces(), QStringList{u"user"_s});
        const qint64 from = series.points()[2].atMs;
        const CacheCounts total = series.total({from, from + 3000});
        QCOMPARE(total.lookups(), 300);
        QCOMPARE(total.hitRatio(), 0.9);
        QCOMPARE(total.localRatio(), 0.6);
        QVERIFY(std::isnan(CacheCounts().hitRatio()));
    }

    void aWordIsLookedForAnywhereInTheKey_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("glob");
        QTest::newRow("nothing") << u""_s << u"*"_s;
        QTest::newRow("a word") << u" user "_s << u"*user*"_s;
        QTest::newRow("a star") << u"user:*"_s << u"user:*"_s;
        QTest::newRow("a question mark") << u"user:?"_s << u"user:?"_s;
        QTest::newRow("a class") << u"user:[12]"_s << u"user:[12]"_s;
    }
    void aWordIsLookedForAnywhereInTheKey()
    {
        QFETCH(QString, typed);
        QTEST(KeyScan::globOf(typed), "glob");
    }

    void keysCountDownAndExpire()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        const KeyRow row = KeyRow::fromCbor(data::keyRow(u"user:1"_s), now);
        QCOMPARE(row.ttlText(now), u"42 s"_s);
        QCOMPARE(row.ttlText(now + 40'500), u"2 s"_s);
        QCOMPARE(row.ttlText(now + 42'000), u"expired"_s);
        QCOMPARE(KeyRow::fromCbor(data::keyRow(u"user:1"_s, u"string"_s, nullptr), now).ttlText(now), u"no expiry"_s);
        KeysModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.append({row});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.tick();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().column(), int(KeysModel::Ttl));
    }

    void aKeyThatComesTwiceIsThereOnce()
    {
        KeysModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.append(keys({u"a"_s, u"b"_s, u"a"_s}));
        model.append(keys({u"b"_s, u"c"_s}));
        QCOMPARE(model.rowCount(), 3);
        model.remove(keys({u"b"_s})[0].id);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf(keys({u"c"_s})[0].id), 1);
        model.append(keys({u"b"_s}));
        QCOMPARE(cell(model, 2, KeysModel::Key), u"b"_s);
    }

    void noMoreKeysAreTakenThanCanBeShown()
    {
        QStringList names;
        for (int at = 0; at < KeysModel::Capacity + 5; ++at)
            names.append(QString::number(at));
        KeysModel model;
        model.append(keys(names.first(KeysModel::Capacity - 1)));
        QVERIFY(!model.isFull());
        model.append(keys(names.sliced(KeysModel::Capacity - 1)));
        QCOMPARE(model.rowCount(), KeysModel::Capacity);
        QVERIFY(model.isFull());
    }

    void loadedKeysAreSortedByWhatTheColumnMeans()
    {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        KeysModel model;
        KeysProxy sorted(model);
        const QAbstractItemModelTester tester(&sorted, Reporting);
        model.append({KeyRow::fromCbor(data::keyRow(u"long"_s, u"string"_s, 90'000), now),
                      KeyRow::fromCbor(data::keyRow(u"never"_s, u"string"_s, nullptr), now),
                      KeyRow::fromCbor(data::keyRow(u"short"_s, u"string"_s, 9'000), now)});
        QCOMPARE(cell(sorted, 0, KeysModel::Key), u"long"_s); // as they came
        sorted.sort(KeysModel::Ttl, Qt::AscendingOrder);
        QCOMPARE(cell(sorted, 0, KeysModel::Key), u"short"_s);
        QCOMPARE(cell(sorted, 2, KeysModel::Key), u"never"_s);
    }

    void eachTypeOfValueIsShownAsItsTable_data()
    {
        const auto pair = [](const QCborValue &one, const QCborValue &other) { return QCborArray{one, other}; };
        QTest::addColumn<QString>("type");
        QTest::addColumn<QCborValue>("value");
        QTest::addColumn<QStringList>("titles");
        QTest::addColumn<QStringList>("firstRow");
        QTest::addColumn<QByteArray>("closer");
        QTest::addColumn<QString>("length");
        QTest::newRow("list") << u"list"_s << QCborValue(QCborArray{"a"_L1, "b"_L1}) << QStringList{u"#"_s, u"Value"_s}
                              << QStringList{u"0"_s, u"a"_s} << "a"_ba << u"2 elements"_s;
        QTest::newRow("set") << u"set"_s << QCborValue(QCborArray{"a"_L1, "b"_L1}) << QStringList{u"Member"_s}
                             << QStringList{u"a"_s} << "a"_ba << u"2 members"_s;
        QTest::newRow("hash") << u"hash"_s << QCborValue(QCborArray{pair("name"_L1, "Ada"_L1), pair("age"_L1, "36"_L1)})
                              << QStringList{u"Field"_s, u"Value"_s} << QStringList{u"name"_s, u"Ada"_s} << "Ada"_ba
                              << u"2 fields"_s;
        QTest::newRow("zset") << u"zset"_s << QCborValue(QCborArray{pair("ada"_L1, 1.5), pair("bob"_L1, "inf"_L1)})
                              << QStringList{u"Member"_s, u"Score"_s} << QStringList{u"ada"_s, u"1.5"_s} << "ada"_ba
                              << u"2 members"_s;
        const QCborArray fields{pair("a \"quoted\" one"_L1, "1"_L1), pair("b"_L1, "two"_L1)};
        QTest::newRow("stream") << u"stream"_s
                                << QCborValue(QCborArray{QCborArray{"1-0"_L1, fields}, QCborArray{"2-0"_L1, fields}})
                                << QStringList{u"Entry"_s, u"Fields"_s}
                                << QStringList{u"1-0"_s, u"{\"a \\\"quoted\\\" one\":\"1\",\"b\":\"two\"}"_s}
                                << "{\"a \\\"quoted\\\" one\":\"1\",\"b\":\"two\"}"_ba << u"2 entries"_s;
    }
    void eachTypeOfValueIsShownAsItsTable()
    {
        QFETCH(QString, type);
        QFETCH(QCborValue, value);
        QFETCH(QStringList, titles);
        QFETCH(QStringList, firstRow);
        QFETCH(QByteArray, closer);
        const KeyValue read = valueOf(type, value, 2);
        ElementsModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.setValue(read);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.columnCount(), titles.size());
        for (int column = 0; column < titles.size(); ++column) {
            QCOMPARE(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(), titles[column]);
            QCOMPARE(cell(model, 0, column), firstRow[column]);
        }
        QCOMPARE(model.closerLook(0), closer);
        QTEST(read.lengthText(), "length");
    }

    void aStringMayBeTextOrBytes()
    {
        const KeyValue text = valueOf(u"string"_s, QCborMap{{"text"_L1, "{\"a\":1}"_L1}}, 7);
        QCOMPARE(text.bytes, "{\"a\":1}"_ba);
        QVERIFY(!text.isTable());
        QCOMPARE(text.copyText(), u"{\"a\":1}"_s);
        const QByteArray bytes("\x00\xff\x10", 3);
        const KeyValue binary = valueOf(u"string"_s, QCborMap{{"base64"_L1, QString::fromLatin1(bytes.toBase64())}}, 3);
        QCOMPARE(binary.bytes, bytes);
        QCOMPARE(binary.copyText(), u"00ff10"_s);
        QCOMPARE(elementText(bytes), u"0x00ff10"_s);
        QCOMPARE(elementText("one\ntwo"), u"one two"_s);
        QVERIFY(elementText(QByteArray(1000, 'x')).endsWith(u'…'));
    }

    void aValueOfAModuleIsShownAsNothing()
    {
        const KeyValue value = valueOf(u"ReJSON-RL"_s, nullptr, 0);
        ElementsModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.setValue(value);
        QCOMPARE(model.rowCount(), 0);
    }

    void invalidationsStandInTheOrderOfTheirTime()
    {
        InvalidationsModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.add(invalidations({3, 1, 2})); // the feed tells the oldest first, the list the newest
        model.add(invalidations({6, 4}));
        model.add(invalidations({5, 4, 3}));
        QStringList seen;
        for (int row = 0; row < model.rowCount(); ++row)
            seen.append(cell(model, row, InvalidationsModel::Key));
        QCOMPARE(seen, QStringList({u"user:6"_s, u"user:5"_s, u"user:4"_s, u"user:3"_s, u"user:2"_s, u"user:1"_s}));
    }

    void anInvalidationThatIsDoneLaterTakesItsOwnPlace()
    {
        InvalidationsModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.add(Invalidation::listFromCbor(QCborArray{data::invalidation(1, u"user:1"_s, u"pending"_s)}));
        model.add(invalidations({2}));
        QCOMPARE(cell(model, 1, InvalidationsModel::Result), u"pending"_s);
        model.add(invalidations({1}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 1, InvalidationsModel::Result), u"done"_s);
    }

    void theOldestInvalidationsGo()
    {
        QList<qint64> ids(InvalidationsModel::Capacity + 10);
        std::iota(ids.begin(), ids.end(), 1);
        InvalidationsModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.add(invalidations(ids));
        QCOMPARE(model.rowCount(), InvalidationsModel::Capacity);
        QCOMPARE(cell(model, 0, InvalidationsModel::Key), u"user:%1"_s.arg(ids.constLast()));
        QVERIFY(!model.contains(u"1"_s));
    }

    void invalidationsAreFilteredByTheirWords()
    {
        InvalidationsModel model;
        InvalidationsProxy matching(model);
        const QAbstractItemModelTester tester(&matching, Reporting);
        model.add(invalidations({1, 2}));
        model.add(Invalidation::listFromCbor(QCborArray{data::invalidation(3, u"user:3"_s, u"failed"_s)}));
        matching.setWords(u"failed PATCH"_s);
        QCOMPARE(matching.rowCount(), 1);
        QCOMPARE(cell(matching, 0, InvalidationsModel::Key), u"user:3"_s);
        matching.setWords(u"request-2"_s);
        QCOMPARE(cell(matching, 0, InvalidationsModel::Key), u"user:2"_s);
        matching.setWords({});
        QCOMPARE(matching.rowCount(), 3);
    }

    void redisTellsOfItself()
    {
        const RedisInfo info = RedisInfo::fromCbor(data::redisInfo());
        QCOMPARE(info.keyspaceHitRatio(), 0.9);
        QCOMPARE(info.memoryMax, 10'000'000);
        QVERIFY(info.lastSaveMs > 0);
        SlowLogModel model;
        const QAbstractItemModelTester tester(&model, Reporting);
        model.merge(info.slowLog);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(cell(model, 0, SlowLogModel::Command), u"SORT big"_s); // the newest first
        QCOMPARE(cell(model, 0, SlowLogModel::Took), u"25.0 ms"_s);
        QVERIFY(std::isnan(RedisInfo().keyspaceHitRatio()));
    }

    void memoryNearItsLimitIsMarked()
    {
        Theme theme;
        MemoryBar bar(theme);
        bar.setMemory(50, 60, 100);
        QCOMPARE(bar.share(), 0.5);
        QCOMPARE(bar.colour(), Theme::Role::Accent);
        bar.setMemory(80, 80, 100);
        QCOMPARE(bar.colour(), Theme::Role::Warning);
        bar.setMemory(95, 95, 100);
        QCOMPARE(bar.colour(), Theme::Role::Danger);
        bar.setMemory(95, 100, 0);
        QCOMPARE(bar.colour(), Theme::Role::Accent);
        QVERIFY(bar.accessibleDescription().contains(u"without a limit"_s));
    }

    void theRailCountsWhatNeedsEyes()
    {
        QCOMPARE(badgeOf(std::nullopt), 0);
        QCOMPARE(badgeOf(stateOf(data::cache())), 0);
        QCOMPARE(badgeOf(stateOf(data::cache(data::redis(u"down"_s)))), 1);
        QCOMPARE(badgeOf(stateOf(data::cache(data::redis(u"missing"_s)))), 0);
        QCOMPARE(badgeOf(stateOf(data::cache(data::redis(u"starting"_s)))), 0);
        const QCborMap waiting = data::with(data::cacheNamespace(), u"invalidationsPending"_s, 3);
        QCOMPARE(badgeOf(stateOf(data::cache(data::redis(), {waiting}))), 3);
        QCOMPARE(badgeOf(stateOf(data::cache(data::redis(u"down"_s), {waiting}))), 3);
    }

    void anOutboxCountsOnlyWhenItIsLate()
    {
        const auto outbox = [](qint64 pending, qint64 oldestMs) {
            return data::with(data::cache(), u"outbox"_s, QCborMap{{"pending"_L1, pending}, {"oldestMs"_L1, oldestMs}});
        };
        QCOMPARE(badgeOf(stateOf(outbox(5, 200))), 0);
        QCOMPARE(badgeOf(stateOf(outbox(5, 9000))), 5);
    }

    void whileRedisIsDownTheNoticeSaysWhatHappensNow()
    {
        const CacheNotice notice =
            noticeOf(stateOf(data::cache(data::with(data::redis(u"down"_s), u"error"_s, "It gave up."_L1))), {});
        QCOMPARE(notice.role, Theme::Role::Danger);
        QVERIFY(notice.text.contains(u"reads go to the database"_s));
        QVERIFY(notice.text.contains(u"It gave up."_s));
        QVERIFY(notice.text.contains(u"since "_s));
    }

    void startingIsNotRed()
    {
        const CacheState starting = stateOf(data::cache(data::redis(u"starting"_s)));
        QCOMPARE(noticeOf(starting, {}).role, Theme::Role::Info);
        QCOMPARE(starting.redis.stateColour(), Theme::Role::Neutral);
        QVERIFY(noticeOf(stateOf(data::cache()), {}).text.isEmpty());
        QCOMPARE(noticeOf(std::nullopt, u"Nobody there"_s).text, u"Nobody there"_s);
    }

    void theOverviewShowsTheLastMinute()
    {
        const auto content = [](const QCborMap &answer, const QCborMap &series) {
            return CacheCard::contentOf(stateOf(answer), CacheSeries::fromCbor(series));
        };
        const StatCard::Content well = content(data::cache(), data::cacheSeries(60));
        QCOMPARE(well.figure, u"90.0 %"_s);
        QCOMPARE(well.caption, u"60.0 % in process"_s);
        QCOMPARE(well.past.size(), 60);
        QCOMPARE(content(data::cache(), data::cacheSeries(0)).figure, u"–"_s);
        QCOMPARE(content(data::cache(data::redis(u"missing"_s)), data::cacheSeries(0)).figure, u"No Redis"_s);
        QCOMPARE(content(data::cache(data::redis(u"down"_s)), data::cacheSeries(9)).figure, u"Redis down"_s);
    }
};

QTEST_MAIN(CacheModelsTest)
#include "cache_models_test.moc"
