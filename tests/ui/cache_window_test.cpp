// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidations_model.h"
#include "pages/cache/keys_model.h"
#include "pages/cache/namespaces_model.h"
#include "widgets/charts/stat_card.h"
#include "window_on_server.h"

#include <QPushButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace signalbox::ui::test;
using namespace Qt::Literals::StringLiterals;

// The Cache page in the window, on a real server with a real Redis.
class CacheWindowTest : public QObject, private WindowOnServer {
    Q_OBJECT
private slots:
    void init()
    {
        openWindow(u"cache"_s, {1500, 900});
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
    }
    void cleanup() { closeWindow(); }

    void lookupsShowAndMissesLeadToTheirRequests()
    {
        const QByteArray id = cachedUser("ada");
        const auto hitsAfterALookup = [&] {
            ask("GET", "/users/" + id);
            return cell(u"namespacesTable"_s, 0, NamespacesModel::Hits).toInt();
        };
        QTRY_VERIFY_WITH_TIMEOUT(hitsAfterALookup() >= 9, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(part<StatCard>(u"cacheCardHitRate"_s)->content().figure.endsWith(u'%'), Patience);
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::Misses);
        QCOMPARE(m_window->currentPage()->id(), u"requests"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"requestsTable"_s) > 0, Patience);
        QVERIFY(rows(u"requestsTable"_s) < 9); // hits are none of them
    }

    void aWriteShowsAsAnInvalidationThatLeadsToItsRequest()
    {
        const QByteArray id = cachedUser("ada");
        click(u"cacheSection.invalidations"_s);
        QCOMPARE(ask("PATCH", "/users/" + id, QJsonObject{{u"name"_s, u"Countess"_s}}).status, 200);
        const auto caused = [&] {
            for (int row = 0; row < rows(u"invalidationsTable"_s); ++row)
                if (cell(u"invalidationsTable"_s, row, InvalidationsModel::Key).contains(QString::fromLatin1(id))
                    && cell(u"invalidationsTable"_s, row, InvalidationsModel::Cause).startsWith(u"PATCH "_s))
                    return row;
            return -1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(caused() >= 0, Patience);
        clickCell(u"invalidationsTable"_s, caused(), InvalidationsModel::Cause);
        QCOMPARE(m_window->currentPage()->id(), u"requests"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"requestsTable"_s), 1, Patience);
    }

    void aKeyIsFoundShownAndDeleted()
    {
        const QByteArray id = cachedUser("ada");
        openKeys(u"user:*"_s);
        const QString key = "user:"_L1 + QString::fromLatin1(id);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(key) >= 0, Patience);
        clickCell(u"keysTable"_s, rowOf(key), KeysModel::Key);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"keyFacts"_s)->text().contains(u"in memory"_s), Patience);
        click(u"key_deleteKey"_s);
        click(u"deleteKeyDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rowOf(key), -1, Patience);
        QVERIFY(!keysBeginningWith("user:").contains(key.toLatin1()));
    }

    void aNamespaceIsFlushedOnceItsNameIsTyped()
    {
        for (const QByteArray &name : {"ada"_ba, "bob"_ba, "eve"_ba})
            cachedUser(name);
        QVERIFY(!keysBeginningWith("user:").isEmpty());
        click(u"cache_flushNamespace"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"sweepDialog.count"_s)->text().contains(u"will be deleted"_s), Patience);
        QVERIFY(!part<QPushButton>(u"sweepDialog.ok"_s)->isEnabled());
        QTest::keyClicks(part<QLineEdit>(u"sweepDialog.confirm"_s), u"user"_s);
        click(u"sweepDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(keysBeginningWith("user:").isEmpty(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(audit("cache.flush").isEmpty(), false, Patience);
    }

    void aStrategyIsChangedWhileTheServerRuns()
    {
        QCOMPARE(namespaceRow()["strategy"_L1].toString(), u"invalidate"_s);
        clickCell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName);
        click(u"namespaceDialog.versioned"_s);
        click(u"namespaceDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"namespacesTable"_s, 0, NamespacesModel::StrategyName), u"versioned"_s,
                                  Patience);
        QCOMPARE(namespaceRow()["strategy"_L1].toString(), u"versioned"_s);
    }

    void whatItDidWithEachStrategyIsShown()
    {
        const QByteArray id = cachedUser("ada");
        ask("GET", "/users/" + id);
        ask("PATCH", "/admin/cache/namespaces/user", QJsonObject{{u"strategy"_s, u"outbox"_s}});
        for (int i = 0; i < 3; ++i)
            ask("GET", "/users/" + id);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 3, Patience);
        const auto hits = [this](int row) { return cell(u"namespacesTable"_s, row, NamespacesModel::Hits); };
        QTRY_COMPARE_WITH_TIMEOUT(hits(0), u"4"_s, Patience);
        QCOMPARE(cell(u"namespacesTable"_s, 1, NamespacesModel::StrategyName), u"invalidate"_s);
        QCOMPARE(hits(1), u"1"_s);
        QCOMPARE(cell(u"namespacesTable"_s, 2, NamespacesModel::StrategyName), u"outbox"_s);
        QCOMPARE(hits(2), u"3"_s);
    }

    void aRedisThatIsGoneIsToldUntilItIsBack()
    {
        m_redis->kill();
        cachedUser("ada"); // asks it
        QTRY_VERIFY_WITH_TIMEOUT(notice(u"cacheNotice"_s).contains(u"reads go to the database"_s), Patience);
        QVERIFY(m_redis->start());
        QTRY_VERIFY_WITH_TIMEOUT(!isSeen(u"cacheNotice"_s), Patience);
    }

private:
    int rowOf(const QString &key) const
    {
        for (int row = 0; row < rows(u"keysTable"_s); ++row)
            if (cell(u"keysTable"_s, row, KeysModel::Key) == key)
                return row;
        return -1;
    }

    void openKeys(const QString &pattern) const { m_window->go(u"cache"_s, "keys:"_L1 + pattern); }
};

QTEST_MAIN(CacheWindowTest)
#include "cache_window_test.moc"
