// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_fixture.h"
#include "pages/cache/hit_rate_chart.h"
#include "pages/cache/namespaces_model.h"
#include "widgets/charts/stat_card.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineSeries>
#include <QPushButton>
#include <QRadioButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
namespace data = signalbox::ui::test;

// The page of the cache: how it does, its namespaces, and how Redis is.
class CachePageTest : public QObject, private ui::test::CacheFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void theFiguresAreThoseOfTheTimeShown()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(card("HitRate").figure, u"90.0 %"_s, Patience);
        QCOMPARE(card("HitRate").caption, u"of 6.00k lookups"_s);
        QCOMPARE(card("InProcess").figure, u"60.0 %"_s);
        QCOMPARE(card("Loads").figure, u"600"_s);
        QTRY_COMPARE_WITH_TIMEOUT(card("Stale").figure, u"7"_s, Patience);
        QCOMPARE(card("Invalidations").figure, u"60"_s);
        QCOMPARE(m_server->asked("GET", u"/admin/cache/series"_s).constLast().parameter(u"window"_s), u"5m"_s);
        m_range.setKind(TimeRange::Kind::LastHour);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/cache/series"_s).constLast().parameter(u"window"_s),
                                  u"60m"_s, Patience);
    }

    void aPointASecondGoesOnTheChart()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 60, Patience);
        const qint64 next = chart()->series().endMs();
        tell({{"point"_L1, data::cachePoint(next, data::counts(0, 50, 50))}});
        tell({{"point"_L1, data::cachePoint(next, data::counts(0, 50, 50))}}); // the feed may repeat itself
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 61, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(chart()->accessibleDescription().contains(u"user 50.0 %"_s), Patience);
    }

    void aPointThatOvertakesAnAnswerStays()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 60, Patience);
        const qint64 next = chart()->series().endMs();
        QCborArray points;
        for (const CachePoint &point : chart()->series().points())
            points.append(data::cachePoint(point.atMs, data::counts(0, 0, 1)));
        m_server->on(
            "GET", u"/admin/cache/series"_s,
            QCborMap{{"stepMs"_L1, 1000}, {"fromMs"_L1, next - 60'000}, {"toMs"_L1, next}, {"points"_L1, points}});
        m_server->setHolding(true);
        m_range.setPaused(true);
        m_range.setPaused(false); // asks again
        tell({{"point"_L1, data::cachePoint(next, data::counts(0, 50, 50))}});
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 61, Patience);
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(card("HitRate").caption, u"of 160 lookups"_s, Patience); // 60 that were answered
        QCOMPARE(chart()->series().points().size(), 61);
    }

    void whatIsToldMeanwhileIsNewerThanAnAnswer()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/cache"_s).size(), 2, Patience);
        m_server->on("GET", u"/admin/cache"_s, data::cache());
        m_server->setHolding(true);
        m_page->setSession(m_session.get()); // asks again
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/cache"_s).size(), 3, Patience);
        become(data::cache(data::redis(u"down"_s, u"open"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"cacheNotice"_s), Patience);
        m_server->setHolding(false);
        bool isLaterAnswered = false;
        m_session->client().get(u"/admin/redis"_s, {}, this, [&](const auto &) { isLaterAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isLaterAnswered, Patience);
        QVERIFY(isSeen(u"cacheNotice"_s));
    }

    void aGapIsNoLine()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 60, Patience);
        tell({{"point"_L1, data::cachePoint(chart()->series().endMs() + 20'000, data::counts(1, 1, 1))}});
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 61, Patience);
        const auto lines = [this] {
            int filled = 0;
            for (const QAbstractSeries *series : chart()->chart()->series()) {
                const auto *line = qobject_cast<const QLineSeries *>(series);
                filled += line && line->count() > 0 ? 1 : 0;
            }
            return filled;
        };
        QTRY_COMPARE_WITH_TIMEOUT(lines(), 2, Patience);
        QCOMPARE(chart()->series().gaps(chart()->series().endMs()).size(), 1);
    }

    void aPauseHoldsFiguresBackAndCounts()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 60, Patience);
        m_range.setPaused(true);
        become(data::cache(data::redis(), {data::cacheNamespace(u"user"_s, u"outbox"_s)}));
        tell({{"point"_L1, data::cachePoint(chart()->series().endMs(), data::counts(1, 1, 1))}});
        const auto *notice = part<QWidget>(u"cacheNotice"_s)->findChild<QLabel *>(u"noticeText"_s);
        QTRY_COMPARE_WITH_TIMEOUT(notice->text(), u"Held back while paused: 3 lookups in 1 s."_s, Patience);
        QCOMPARE(chart()->series().points().size(), 60);
        QCOMPARE(cell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName), u"invalidate"_s);
        click(u"noticeAction"_s);
        QVERIFY(!m_range.isPaused());
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName), u"outbox"_s, Patience);
    }

    void figuresLeadToWhatTheyAreMadeOf()
    {
        open();
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::Misses);
        QCOMPARE(m_links->takeLast(), QVariantList({u"requests"_s, u"cache:miss"_s}));
        click(u"cacheCardHitRate"_s);
        QCOMPARE(m_links->takeLast(), QVariantList({u"requests"_s, u"cache:hit"_s}));
        click(u"cacheCardInProcess"_s);
        QCOMPARE(m_links->takeLast(), QVariantList({u"requests"_s, u"cache:local"_s}));
        click(u"cacheCardInvalidations"_s);
        QVERIFY(isSeen(u"invalidationsPane"_s));
    }

    void aStrategyIsChangedLive()
    {
        open();
        const QAbstractItemModelTester tester(part<QTableView>(u"namespacesTable"_s)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        m_server->on("PATCH", u"/admin/cache/namespaces/user"_s, data::cacheNamespace(u"user"_s, u"pubsub"_s));
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName);
        QVERIFY(part<QRadioButton>(u"namespaceDialog.invalidate"_s)->isChecked());
        QVERIFY(!part<QPushButton>(u"namespaceDialog.ok"_s)->isEnabled()); // nothing is changed
        click(u"namespaceDialog.pubsub"_s);
        click(u"namespaceDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName), u"pubsub"_s, Patience);
        const auto asked = m_server->asked("PATCH", u"/admin/cache/namespaces/user"_s);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0].body, QCborMap({{"strategy"_L1, "pubsub"_L1}}));
        QCOMPARE(lastToast(), u"user is now kept right by pubsub, before by invalidate"_s);
        QTRY_VERIFY(!isSeen(u"namespaceDialog"_s));
    }

    void whatEachStrategyDidStandsBeneathTheNamespace()
    {
        const QCborArray both{data::strategyRow(u"invalidate"_s, 30), data::strategyRow(u"outbox"_s, 5)};
        open(data::cache(data::redis(), {data::with(data::cacheNamespace(), u"strategies"_s, both)}));
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 3, Patience);
        clickCell(u"namespacesTable"_s, 2, NamespacesModel::StrategyName);
        QVERIFY(!isSeen(u"namespaceDialog"_s)); // which strategy it has is the namespace's
        click(u"cache_changeNamespace"_s);
        QVERIFY(part<QRadioButton>(u"namespaceDialog.invalidate"_s)->isChecked());
        click(u"namespaceDialog.cancel"_s);
    }

    void aTtlIsChanged()
    {
        open();
        m_server->on("PATCH", u"/admin/cache/namespaces/user"_s,
                     data::with(data::cacheNamespace(), u"ttlMs"_s, 90'250));
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::Ttl);
        auto *ttl = part<QDoubleSpinBox>(u"namespaceDialog.ttl"_s);
        QCOMPARE(ttl->text(), u"60 s"_s);
        ttl->setValue(90.25);
        click(u"namespaceDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"namespacesTable"_s, 0, NamespacesModel::Ttl), u"1 m 30 s"_s, Patience);
        QCOMPARE(m_server->asked("PATCH", u"/admin/cache/namespaces/user"_s)[0].body, QCborMap({{"ttlMs"_L1, 90'250}}));
    }

    void aRefusedChangeIsToldWhereItCanBeMended()
    {
        open();
        m_server->on("PATCH", u"/admin/cache/namespaces/user"_s, [](const auto &) {
            return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis is down"_L1}}};
        });
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName);
        click(u"namespaceDialog.outbox"_s);
        click(u"namespaceDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"namespaceDialog.problem"_s), u"Redis is down"_s, Patience);
        QVERIFY(part<QPushButton>(u"namespaceDialog.ok"_s)->isEnabled());
        click(u"namespaceDialog.cancel"_s);
        QCOMPARE(cell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName), u"invalidate"_s);
    }

    void oneKeyOfANamespaceIsInvalidated()
    {
        open();
        m_server->on("POST", u"/admin/cache/namespaces/user/invalidate"_s, [](const auto &) {
            return ScriptedAdmin::Reply{204, {}};
        });
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        click(u"cache_invalidateKey"_s);
        QVERIFY(!part<QPushButton>(u"invalidateDialog.ok"_s)->isEnabled());
        type(u"invalidateDialog.id"_s, u" 42 "_s);
        click(u"invalidateDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"user:42 is invalidated"_s, Patience);
        QCOMPARE(m_server->asked("POST", u"/admin/cache/namespaces/user/invalidate"_s)[0].body,
                 QCborMap({{"id"_L1, "42"_L1}}));
    }

    void aFlushIsCountedThenTypedThenDone()
    {
        open();
        scriptFlush(3, -1);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        click(u"cache_flushNamespace"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"30 keys will be deleted"_s, Patience);
        const auto *ok = part<QPushButton>(u"sweepDialog.ok"_s);
        QCOMPARE(ok->text(), u"Delete 30 keys"_s);
        QVERIFY(!ok->isEnabled());
        type(u"sweepDialog.confirm"_s, u"use"_s);
        QVERIFY(!ok->isEnabled());
        type(u"sweepDialog.confirm"_s, u"user"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(lastToast(), u"30 keys deleted"_s, Patience);
        QTRY_VERIFY(!isSeen(u"sweepDialog"_s));
    }

    void aFlushThatFailsHalfWayTellsHowFarItCame()
    {
        open();
        scriptFlush(3, 1);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        click(u"cache_flushNamespace"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"30 keys will be deleted"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"30"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"Failed: 10 of 30 keys deleted"_s, Patience);
        QCOMPARE(text(u"sweepDialog.problem"_s), u"Redis refused: READONLY"_s);
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isVisible());
        click(u"sweepDialog.cancel"_s); // says "Close" now
        QTRY_VERIFY(!isSeen(u"sweepDialog"_s));
    }

    void aFlushThatIsStoppedTellsHowFarItCame()
    {
        open();
        scriptFlush(50, -1);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        click(u"cache_flushNamespace"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"500 keys will be deleted"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"user"_s);
        m_server->setHolding(true);
        click(u"sweepDialog.ok"_s);
        QTest::keyClick(part<QWidget>(u"sweepDialog"_s), Qt::Key_Escape);
        QVERIFY(isSeen(u"sweepDialog"_s)); // until the step that is under way is done
        m_server->setHolding(false);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"Stopped: 10 of 500 keys deleted"_s, Patience);
        click(u"sweepDialog.cancel"_s);
    }

    void sectionsAreReachedByKey()
    {
        open();
        QVERIFY(isSeen(u"hitRatePane"_s));
        for (const auto &[key, pane] : {std::pair{Qt::Key_2, u"keysPane"_s},
                                        {Qt::Key_3, u"invalidationsPane"_s},
                                        {Qt::Key_4, u"redisPane"_s},
                                        {Qt::Key_1, u"hitRatePane"_s}}) {
            QTest::keyClick(m_page.get(), key, Qt::AltModifier);
            QVERIFY2(isSeen(pane), qPrintable(pane));
        }
        click(u"cacheSection.redis"_s);
        part<QWidget>(u"cacheSection.redis"_s)->setFocus(Qt::TabFocusReason);
        QTest::keyClick(part<QWidget>(u"cacheSection.redis"_s), Qt::Key_Left);
        QVERIFY(isSeen(u"invalidationsPane"_s));
    }

    void theSectionIsRemembered()
    {
        open();
        click(u"cacheSection.invalidations"_s);
        m_page.reset();
        CachePage again(m_theme, m_settings);
        QVERIFY(!again.findChild<QWidget *>(u"invalidationsPane"_s)->isHidden());
    }

    void redisIsShownInFacts()
    {
        open();
        click(u"cacheSection.redis"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"redisVersion"_s), u"7.0.15, master"_s, Patience);
        QCOMPARE(text(u"redisKind"_s), u"Private Redis"_s);
        QCOMPARE(text(u"redisState"_s), u"up"_s);
        QCOMPARE(text(u"redisBreaker"_s), u"closed"_s);
        QCOMPARE(text(u"redisOpened"_s), u"2 times"_s);
        QCOMPARE(text(u"redisDeadline"_s), u"250 ms"_s);
        QCOMPARE(text(u"redisProcess"_s), u"4711, restarted 1 time"_s);
        QCOMPARE(text(u"redisUptime"_s), u"2 h 05 m"_s);
        QCOMPARE(text(u"redisHitRate"_s), u"90.0 %"_s);
        QCOMPARE(text(u"redisLastWrite"_s), u"ok"_s);
        QCOMPARE(text(u"redisEvicted"_s), u"3"_s);
        QVERIFY(part<QWidget>(u"redisMemoryBar"_s)->accessibleDescription().startsWith(u"7.63 MiB of 9.54 MiB"_s));
        QCOMPARE(rows(u"slowLogTable"_s), 2);
    }

    void aMissingRedisServerSaysWhatToInstallAndWhatWorks()
    {
        const QString hint = u"apt-get install redis-server, or set REDIS_URL"_s;
        open(data::cache(data::with(data::redis(u"missing"_s), u"hint"_s, hint)));
        click(u"cacheSection.redis"_s);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"noRedis.hint"_s), Patience);
        QCOMPARE(text(u"noRedis.hint"_s), hint);
        QVERIFY(text(u"noRedis.works"_s).contains(u"reads go to the database"_s));
        click(u"noRedis.copy"_s);
        QCOMPARE(QApplication::clipboard()->text(), hint);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"noticeText"_s).contains(u"no redis-server"_s), Patience);
        QVERIFY(m_badges->isEmpty() || m_badges->constLast()[0].toInt() == 0);
    }

    void aRedisThatGoesDownIsToldUntilItIsBack()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        QVERIFY(!isSeen(u"cacheNotice"_s));
        const QCborMap waiting = data::with(data::cacheNamespace(), u"invalidationsPending"_s, 2);
        become(data::cache(data::redis(u"down"_s, u"open"_s), {waiting}));
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"cacheNotice"_s), Patience);
        QVERIFY(text(u"noticeText"_s).contains(u"Waiting for it: 2 invalidations"_s));
        QCOMPARE(m_badges->constLast()[0].toInt(), 2);
        click(u"noticeAction"_s);
        QVERIFY(isSeen(u"redisPane"_s));
        QCOMPARE(text(u"redisState"_s), u"down"_s);
        QCOMPARE(text(u"redisBreaker"_s), u"open"_s);
        become(data::cache());
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"cacheNotice"_s), Patience);
        QCOMPARE(m_badges->constLast()[0].toInt(), 0);
    }

    void anOlderServerIsSaidToHaveNoCache()
    {
        m_server = std::make_unique<ScriptedAdmin>();
        watch();
        const auto *title = part<QWidget>(u"hitRateState"_s)->findChild<QLabel *>(u"emptyStateTitle"_s);
        QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"That did not work"_s, Patience);
    }

    void withoutAServerEachPartSaysSo()
    {
        CachePage page(m_theme, m_settings);
        page.setSession(nullptr);
        page.setActive(true);
        page.show();
        for (const QString &state : {u"hitRateState"_s, u"keysState"_s, u"invalidationsState"_s, u"redisStates"_s}) {
            const auto *title = page.findChild<QWidget *>(state)->findChild<QLabel *>(u"emptyStateTitle"_s);
            QCOMPARE(title->text(), u"Not connected"_s);
        }
    }

    void nothingOfOneServerIsShownUnderTheNameOfAnother()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        ScriptedAdmin other;
        Session session(Endpoint{other.url(), "token", {}, {}, false}, m_range);
        m_page->setSession(&session);
        QCOMPARE(rows(u"namespacesTable"_s), 0);
        QCOMPARE(rows(u"invalidationsTable"_s), 0);
        QVERIFY(chart()->series().isEmpty());
        m_page->setSession(nullptr);
    }

    void itFitsIntoASmallWindow()
    {
        open();
        m_page->resize(968, 600);
        for (const QString &section : {u"hitRate"_s, u"keys"_s, u"invalidations"_s, u"redis"_s}) {
            click("cacheSection."_L1 + section);
            QVERIFY2(m_page->minimumSizeHint().width() <= 968, qPrintable(section));
            QVERIFY2(m_page->minimumSizeHint().height() <= 600, qPrintable(section));
        }
    }

    void whatCanBeUsedHasANameForAScreenReader()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(chart()->series().points().size(), 60, Patience); // all is filled in
        for (const QWidget *widget : m_page->findChildren<QWidget *>()) {
            const QWidget *parent = widget->parentWidget();
            const bool ofAnother = parent->inherits("QLineEdit") || parent->inherits("QAbstractScrollArea")
                || parent->inherits("QAbstractSpinBox") || parent->inherits("QComboBox");
            if (ofAnother || widget->isHidden() || widget->focusPolicy() == Qt::NoFocus
                || widget->inherits("QScrollArea") || widget->inherits("QComboBoxListView")) // which its box names
                continue;
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const bool isLabel = qobject_cast<const QLabel *>(widget) != nullptr; // whose text is its name
            const bool named = isLabel || !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            if (!widget->inherits("QTabBar") && widget->focusProxy() == nullptr)
                QVERIFY2(named, qPrintable(QDebug::toString(widget)));
        }
    }

private:
    HitRateChart *chart() const { return part<HitRateChart>(u"hitRateChart"_s); }
    StatCard::Content card(const char *name) const
    {
        return part<StatCard>("cacheCard"_L1 + QLatin1String(name))->content();
    }

    // Ten keys match in each step; the deleting one at `failing` fails.
    void scriptFlush(int steps, int failing)
    {
        m_server->on(
            "POST", u"/admin/cache/namespaces/user/flush"_s, [steps, failing](const ScriptedAdmin::Question &question) {
                const int at = question.body.value("cursor"_L1).toString().toInt();
                const bool dry = question.body.value("dryRun"_L1).toBool();
                if (!dry && at == failing)
                    return ScriptedAdmin::Reply{503, {{"error"_L1, "Redis refused: READONLY"_L1}}};
                const QCborValue next = at + 1 < steps ? QCborValue(QString::number(at + 1)) : QCborValue(nullptr);
                return ScriptedAdmin::Reply{200,
                                            {{"matched"_L1, 10},
                                             {"deleted"_L1, dry ? 0 : 10},
                                             {"scanned"_L1, 100},
                                             {"total"_L1, steps * 100},
                                             {"cursor"_L1, next}}};
            });
    }
};

QTEST_MAIN(CachePageTest)
#include "cache_page_test.moc"
