// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"
#include "pages/cache/invalidations_model.h"
#include "pages/cache/keys_model.h"
#include "pages/cache/namespaces_model.h"
#include "pages/page.h"
#include "shell/main_window.h"
#include "support/cached_server.h"
#include "widgets/charts/stat_card.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 20'000;

} // namespace

// The Cache page in the window, on a real server with a real Redis.
class CacheWindowTest : public QObject, private CachedServer {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
        begin();
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        app::addPages(*m_window, m_theme, *m_settings);
        m_window->resize(1500, 900);
        m_window->show();
        m_window->attach(Endpoint{m_server->url(), TestServer::token(), u"test"_s, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->feed().state(), LinkState::Connected, Patience);
        m_window->go(u"cache"_s);
        QTRY_COMPARE_WITH_TIMEOUT(rows(u"namespacesTable"_s), 1, Patience);
    }

    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
        end();
    }

    void lookupsShowAndMissesLeadToTheirRequests()
    {
        const QByteArray id = cachedUser("ada");
        for (int i = 0; i < 9; ++i)
            QCOMPARE(ask("GET", "/users/" + id).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(cell(u"namespacesTable"_s, 0, NamespacesModel::Hits).toInt() >= 9, Patience);
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
        const auto *notice = part<QLabel>(u"noticeText"_s, u"cacheNotice"_s);
        QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"reads go to the database"_s), Patience);
        QVERIFY(m_redis->start());
        QTRY_VERIFY_WITH_TIMEOUT(!notice->isVisible(), Patience);
    }

private:
    template <typename Widget> Widget *part(const QString &name, const QString &within = {}) const
    {
        QList<Widget *> found;
        for (QWidget *window : QApplication::topLevelWidgets())
            for (Widget *widget : window->findChildren<Widget *>(name))
                if (within.isEmpty() || widget->parentWidget()->objectName() == within)
                    found.append(widget);
        const auto seen = std::ranges::find_if(found, [](const Widget *widget) { return widget->isVisible(); });
        return seen != found.end() ? *seen : found.value(0);
    }

    int rows(const QString &table) const { return part<QTableView>(table)->model()->rowCount(); }

    QString cell(const QString &table, int row, int column) const
    {
        return part<QTableView>(table)->model()->index(row, column).data().toString();
    }

    int rowOf(const QString &key) const
    {
        for (int row = 0; row < rows(u"keysTable"_s); ++row)
            if (cell(u"keysTable"_s, row, KeysModel::Key) == key)
                return row;
        return -1;
    }

    void clickCell(const QString &table, int row, int column) const
    {
        auto *view = part<QTableView>(table);
        view->scrollTo(view->model()->index(row, column));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(row, column)).center());
    }

    void click(const QString &name) const
    {
        const auto canBeHit = [&] {
            const auto *widget = part<QAbstractButton>(name);
            return widget && widget->isEnabled() && widget->visibleRegion().contains(widget->rect().center());
        };
        QTRY_VERIFY2_WITH_TIMEOUT(canBeHit(), qPrintable(name), Patience);
        QTest::mouseClick(part<QAbstractButton>(name), Qt::LeftButton);
    }

    void openKeys(const QString &pattern) const { m_window->go(u"cache"_s, "keys:"_L1 + pattern); }

    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(CacheWindowTest)
#include "cache_window_test.moc"
