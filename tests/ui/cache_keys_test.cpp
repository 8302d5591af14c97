// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_fixture.h"
#include "pages/cache/invalidations_model.h"
#include "pages/cache/keys_model.h"
#include "widgets/body_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QPushButton>
#include <QScrollBar>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
namespace data = signalbox::ui::test;

// Keys and invalidations on the page of the cache.
class CacheKeysTest : public QObject, private ui::test::CacheFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void keysAreLookedForWhenOneComesToThem()
    {
        openKeys();
        const QAbstractItemModelTester tester(part<QTableView>(u"keysTable"_s)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(cell(u"keysTable"_s, 0, KeysModel::Key), u"user:1"_s);
        QCOMPARE(cell(u"keysTable"_s, 1, KeysModel::Type), u"hash"_s);
        QCOMPARE(text(u"keysCount"_s), u"1,000 of 1.00k scanned, 2 found"_s);
        QCOMPARE(m_server->asked("GET", u"/admin/redis/keys"_s)[0].parameter(u"match"_s), u"*"_s);
        QVERIFY(!isSeen(u"keysMore"_s));
    }

    void aPatternAndATypeNarrowTheSearch()
    {
        openKeys();
        part<QComboBox>(u"keysType"_s)->setCurrentIndex(1);
        type(u"keysPattern"_s, u"ada"_s);
        QTest::keyClick(part<QLineEdit>(u"keysPattern"_s), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->asked("GET", u"/admin/redis/keys"_s).size(), 2, Patience);
        const auto asked = m_server->asked("GET", u"/admin/redis/keys"_s)[1];
        QCOMPARE(asked.parameter(u"match"_s), u"*ada*"_s);
        QCOMPARE(asked.parameter(u"type"_s), u"string"_s);
    }

    void aSearchIsStoppedAndGoneOnWith()
    {
        open();
        int step = 0;
        m_server->on("GET", u"/admin/redis/keys"_s, [&step](const auto &) {
            ++step;
            return ScriptedAdmin::Reply{200,
                                        {{"items"_L1, QCborArray{data::keyRow(u"user:%1"_s.arg(step))}},
                                         {"cursor"_L1, step < 400 ? QCborValue(u"next"_s) : QCborValue(nullptr)},
                                         {"scanned"_L1, 1000},
                                         {"total"_L1, 400'000}}};
        });
        click(u"cacheSection.keys"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"keysTable"_s) > 2, Patience);
        QCOMPARE(part<QPushButton>(u"keysScan"_s)->text(), u"Stop"_s);
        click(u"keysScan"_s);
        QTRY_VERIFY_WITH_TIMEOUT(text(u"keysCount"_s).endsWith(u"found, stopped"_s), Patience);
        const int found = rows(u"keysTable"_s);
        QVERIFY(found < 100);
        click(u"keysMore"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"keysTable"_s) >= found + 100, Patience); // rests after 100,000 more
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"keysMore"_s), Patience);
        QCOMPARE(rows(u"keysTable"_s), found + 100);
    }

    void nothingFoundIsToldApartFromNothingThere()
    {
        open();
        listKeys({});
        click(u"cacheSection.keys"_s);
        const auto *title = part<QWidget>(u"keysState"_s)->findChild<QLabel *>(u"emptyStateTitle"_s);
        QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"No keys yet"_s, Patience);
        type(u"keysPattern"_s, u"nobody"_s);
        click(u"keysScan"_s);
        QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"No key matches"_s, Patience);
    }

    void aStringIsShownAsWhatItIs()
    {
        openKeys();
        m_server->on("GET", u"/admin/redis/keys/*"_s,
                     data::keyValue(u"user:1"_s, u"string"_s, QCborMap{{"text"_L1, "{\"id\":1}"_L1}}, 8));
        clickCell(u"keysTable"_s, 0, KeysModel::Key);
        QTRY_COMPARE_WITH_TIMEOUT(part<BodyView>(u"keyBody"_s)->form(), BodyView::Form::Json, Patience);
        QCOMPARE(text(u"keyName"_s), u"user:1"_s);
        QVERIFY(text(u"keyFacts"_s).contains(u"128 B in memory"_s));
        QVERIFY(text(u"keyFacts"_s).startsWith(u"TTL "_s));
        click(u"key_copyValue"_s);
        QCOMPARE(QApplication::clipboard()->text(), u"{\"id\":1}"_s);
        click(u"key_copyKey"_s);
        QCOMPARE(QApplication::clipboard()->text(), u"user:1"_s);
        QTest::keyClick(part<QTableView>(u"keysTable"_s), Qt::Key_Escape);
        QVERIFY(!isSeen(u"keyDetail"_s));
        QTest::keyClick(part<QTableView>(u"keysTable"_s), Qt::Key_Return);
        QVERIFY(isSeen(u"keyDetail"_s));
    }

    void bytesAreShownAsHex()
    {
        openKeys();
        const QString bytes = QString::fromLatin1(QByteArray("\x00\x01\xff", 3).toBase64());
        m_server->on("GET", u"/admin/redis/keys/*"_s,
                     data::keyValue(u"user:1"_s, u"string"_s, QCborMap{{"base64"_L1, bytes}}, 3));
        clickCell(u"keysTable"_s, 0, KeysModel::Key);
        QTRY_COMPARE_WITH_TIMEOUT(part<BodyView>(u"keyBody"_s)->form(), BodyView::Form::Hex, Patience);
    }

    void aHashIsATableWithACloserLook()
    {
        openKeys();
        const QCborArray pairs{QCborArray{"name"_L1, "Ada"_L1}, QCborArray{"tags"_L1, "[1, 2]"_L1}};
        m_server->on("GET", u"/admin/redis/keys/*"_s,
                     data::with(data::keyValue(u"user:2"_s, u"hash"_s, pairs, 5000), u"truncated"_s, true));
        clickCell(u"keysTable"_s, 1, KeysModel::Key);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keyElements"_s), 2, Patience);
        QCOMPARE(text(u"keyNote"_s), u"Only the beginning is shown, of 5,000 fields."_s);
        clickCell(u"keyElements"_s, 1, 0);
        QCOMPARE(part<BodyView>(u"keyElement"_s)->form(), BodyView::Form::Json);
    }

    void aKeyThatIsGoneSaysSo()
    {
        openKeys();
        clickCell(u"keysTable"_s, 0, KeysModel::Key); // has no script: 404
        const auto *title = part<QWidget>(u"keyState"_s)->findChild<QLabel *>(u"emptyStateTitle"_s);
        QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"The key is gone"_s, Patience);
    }

    void aTtlIsSetByAPresetOrTakenAway()
    {
        openKeys();
        m_server->on("PATCH", u"/admin/redis/keys/*"_s, [](const ScriptedAdmin::Question &question) {
            return ScriptedAdmin::Reply{200, data::keyRow(u"user:1"_s, u"string"_s, question.body.value("ttlMs"_L1))};
        });
        clickCell(u"keysTable"_s, 0, KeysModel::Key);
        click(u"key_changeTtl"_s);
        part<QComboBox>(u"ttlDialog.choice"_s)->setCurrentIndex(3); // an hour
        click(u"ttlDialog.ok"_s);
        const auto ttl = [this] { return cell(u"keysTable"_s, 0, KeysModel::Ttl); };
        QTRY_VERIFY_WITH_TIMEOUT(ttl() == u"1 h 00 m"_s || ttl() == u"59 m 59 s"_s, Patience);
        QCOMPARE(m_server->asked("PATCH", pathOf(u"user:1"_s))[0].body, QCborMap({{"ttlMs"_L1, 3'600'000}}));
        QTRY_VERIFY(!isSeen(u"ttlDialog"_s));
        click(u"key_changeTtl"_s);
        auto *choice = part<QComboBox>(u"ttlDialog.choice"_s);
        choice->setCurrentIndex(choice->count() - 1);
        click(u"ttlDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(ttl(), u"no expiry"_s, Patience);
        QVERIFY(m_server->asked("PATCH", pathOf(u"user:1"_s))[1].body.value("ttlMs"_L1).isNull());
    }

    void aKeyIsDeletedOnceOneKnowsWhatThatDoes()
    {
        openKeys();
        m_server->on("DELETE", u"/admin/redis/keys/*"_s, [](const auto &) { return ScriptedAdmin::Reply{204, {}}; });
        part<QTableView>(u"keysTable"_s)->selectRow(0);
        part<QTableView>(u"keysTable"_s)->setFocus();
        QTest::keyClick(part<QTableView>(u"keysTable"_s), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(isSeen(u"deleteKeyDialog"_s), Patience);
        QVERIFY(text(u"deleteKeyDialog.what"_s).contains(u"the cache of “user”"_s));
        click(u"deleteKeyDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keysTable"_s), 1, Patience);
        QCOMPARE(cell(u"keysTable"_s, 0, KeysModel::Key), u"user:2"_s);
        QCOMPARE(m_server->asked("DELETE", pathOf(u"user:1"_s)).size(), 1);
        QCOMPARE(lastToast(), u"user:1 is deleted"_s);
    }

    void allThatMatchAreDeletedByPatternAndType()
    {
        openKeys();
        m_server->on("POST", u"/admin/redis/keys/delete"_s, [](const ScriptedAdmin::Question &question) {
            const bool dry = question.body.value("dryRun"_L1).toBool();
            return ScriptedAdmin::Reply{200,
                                        {{"matched"_L1, 2},
                                         {"deleted"_L1, dry ? 0 : 2},
                                         {"scanned"_L1, 1000},
                                         {"total"_L1, 1000},
                                         {"cursor"_L1, nullptr}}};
        });
        type(u"keysPattern"_s, u"user:*"_s);
        click(u"keysDelete"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"2 keys will be deleted"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"user:*"_s);
        listKeys({});
        click(u"sweepDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keysTable"_s), 0, Patience);
        const auto asked = m_server->asked("POST", u"/admin/redis/keys/delete"_s);
        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[1].body, QCborMap({{"match"_L1, "user:*"_L1}}));
    }

    void allKeysAreNotDeletedByTypingAStar()
    {
        openKeys();
        m_server->on("POST", u"/admin/redis/keys/delete"_s,
                     QCborMap{{"matched"_L1, 7}, {"scanned"_L1, 7}, {"total"_L1, 7}, {"cursor"_L1, nullptr}});
        click(u"keysDelete"_s);
        QTRY_COMPARE_WITH_TIMEOUT(text(u"sweepDialog.count"_s), u"7 keys will be deleted"_s, Patience);
        type(u"sweepDialog.confirm"_s, u"*"_s);
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        type(u"sweepDialog.confirm"_s, u"7"_s);
        QVERIFY(part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        click(u"sweepDialog.cancel"_s);
    }

    void whileRedisIsDownKeysStayAndNoneIsDeleted()
    {
        openKeys();
        become(data::cache(data::redis(u"down"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(!part<QPushButton>(u"keysDelete"_s)->isEnabled(), Patience);
        QCOMPARE(rows(u"keysTable"_s), 2);
        QVERIFY(isSeen(u"keysTable"_s));
    }

    void keysAreLookedForAgainWhenRedisIsBack()
    {
        open(data::cache(data::redis(u"down"_s)));
        click(u"cacheSection.keys"_s);
        const auto *title = part<QWidget>(u"keysState"_s)->findChild<QLabel *>(u"emptyStateTitle"_s);
        QTRY_COMPARE_WITH_TIMEOUT(title->text(), u"Redis is down"_s, Patience);
        become(data::cache());
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keysTable"_s), 2, Patience);
    }

    void aNamespaceLeadsToItsKeys()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
        click(u"cache_namespaceKeys"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keysTable"_s), 2, Patience);
        QCOMPARE(m_server->asked("GET", u"/admin/redis/keys"_s).constLast().parameter(u"match"_s), u"user:*"_s);
    }

    void invalidationsComeInOnTop()
    {
        openInvalidations();
        const QAbstractItemModelTester tester(part<QTableView>(u"invalidationsTable"_s)->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        tellInvalidations({3, 4});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"invalidationsTable"_s), 4, Patience);
        QCOMPARE(cell(u"invalidationsTable"_s, 0, InvalidationsModel::Key), u"user:4"_s);
        QCOMPARE(cell(u"invalidationsTable"_s, 0, InvalidationsModel::Cause), u"PATCH /users/:id, by 01a205cd…"_s);
        QCOMPARE(cell(u"invalidationsTable"_s, 0, InvalidationsModel::Took), u"420 µs"_s);
        QCOMPARE(text(u"invalidationsCount"_s), u"4 invalidations"_s);
    }

    void whatCameBetweenTheAnswerAndTheFeedIsAskedFor()
    {
        openInvalidations();
        const auto asked = [this] { return m_server->asked("GET", u"/admin/cache/invalidations"_s).size(); };
        const qsizetype before = asked();
        m_server->dropFeeds();
        QTRY_COMPARE_WITH_TIMEOUT(asked(), before + 1, Patience); // it is there again
        m_server->on(
            "GET", u"/admin/cache/invalidations"_s,
            QCborMap{{"items"_L1, QCborArray{data::invalidation(3, u"user:3"_s), data::invalidation(2, u"user:2"_s)}},
                     {"next"_L1, nullptr}});
        tell();
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"invalidationsTable"_s, 0, InvalidationsModel::Key), u"user:3"_s, Patience);
    }

    void theTableStandsStillWhileOneReads()
    {
        openInvalidations();
        auto *table = part<QTableView>(u"invalidationsTable"_s);
        table->selectRow(1);
        tellInvalidations({3, 4});
        const auto *told = part<QWidget>(u"newInvalidations"_s)->findChild<QLabel *>(u"noticeText"_s);
        QTRY_COMPARE_WITH_TIMEOUT(told->text(), u"2 new"_s, Patience);
        QCOMPARE(rows(u"invalidationsTable"_s), 2);
        QTest::mouseClick(part<QWidget>(u"newInvalidations"_s)->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(rows(u"invalidationsTable"_s), 4);
        QVERIFY(!part<QWidget>(u"newInvalidations"_s)->isVisible());
    }

    void aPauseHoldsInvalidationsBack()
    {
        openInvalidations();
        QSignalSpy held(m_page.get(), &Page::notShownChanged);
        m_range.setPaused(true);
        tellInvalidations({3});
        const auto *told = part<QWidget>(u"newInvalidations"_s)->findChild<QLabel *>(u"noticeText"_s);
        QTRY_COMPARE_WITH_TIMEOUT(told->text(), u"Paused: 1 held back"_s, Patience);
        QCOMPARE(held.constLast()[0].toLongLong(), 1);
        m_range.setPaused(false);
        QCOMPARE(rows(u"invalidationsTable"_s), 3);
    }

    void aCauseLeadsToItsRequest()
    {
        openInvalidations();
        clickCell(u"invalidationsTable"_s, 0, InvalidationsModel::Cause);
        QCOMPARE(m_links->takeLast(), QVariantList({u"requests"_s, u"id:request-2"_s}));
        QTest::keyClick(part<QTableView>(u"invalidationsTable"_s), Qt::Key_Down);
        QTest::keyClick(part<QTableView>(u"invalidationsTable"_s), Qt::Key_Return);
        QCOMPARE(m_links->takeLast(), QVariantList({u"requests"_s, u"id:request-1"_s}));
    }

    void whatFailedIsFound()
    {
        openInvalidations();
        tell({{"invalidations"_L1, QCborArray{data::invalidation(3, u"user:3"_s, u"failed"_s)}}});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"invalidationsTable"_s), 3, Patience);
        type(u"invalidationsFilter"_s, u"failed"_s);
        QCOMPARE(rows(u"invalidationsTable"_s), 1);
        QCOMPARE(cell(u"invalidationsTable"_s, 0, InvalidationsModel::Result), u"failed"_s);
        QCOMPARE(text(u"invalidationsCount"_s), u"1 of 3 invalidations"_s);
        type(u"invalidationsFilter"_s, u"nothing has this"_s);
        const auto *title = part<QWidget>(u"invalidationsState"_s)->findChild<QLabel *>(u"emptyStateTitle"_s);
        QCOMPARE(title->text(), u"No invalidation matches"_s);
    }

    void whatTheFeedLeftOutIsAskedFor()
    {
        openInvalidations();
        m_server->on("GET", u"/admin/cache/invalidations"_s,
                     QCborMap{{"items"_L1,
                               QCborArray{data::invalidation(60, u"user:60"_s), data::invalidation(59, u"user:59"_s)}},
                              {"next"_L1, nullptr}});
        tell({{"invalidations"_L1, QCborArray{data::invalidation(60, u"user:60"_s)}}, {"skipped"_L1, 57}});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"invalidationsTable"_s), 4, Patience);
    }

private:
    static QString pathOf(const QString &key)
    {
        return "/admin/redis/keys/"_L1 + data::keyRow(key).value("id"_L1).toString();
    }

    void openKeys()
    {
        open();
        click(u"cacheSection.keys"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"keysTable"_s), 2, Patience);
    }

    void openInvalidations()
    {
        open();
        click(u"cacheSection.invalidations"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"invalidationsTable"_s), 2, Patience);
    }

    void tellInvalidations(const QList<qint64> &ids)
    {
        QCborArray entries;
        for (const qint64 id : ids)
            entries.append(data::invalidation(id, u"user:%1"_s.arg(id)));
        tell({{"invalidations"_L1, entries}, {"skipped"_L1, 0}});
    }
};

QTEST_MAIN(CacheKeysTest)
#include "cache_keys_test.moc"
