// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache_data.h"
#include "client/session.h"
#include "pages/cache/cache_page.h"
#include "support/scripted_admin.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

namespace signalbox::ui::test {

// The page of the cache on a server that says what the test wants, and what a person does to it. A base of test
// classes.
class CacheFixture {
protected:
    static constexpr int Patience = 15'000;

    CacheFixture()
        : m_settings(m_folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
    {
    }

    void open(const QCborMap &answer = cache())
    {
        m_server = std::make_unique<signalbox::test::ScriptedAdmin>();
        m_cache = answer;
        m_server->on("GET", QStringLiteral("/admin/cache"), [this](const auto &) {
            return signalbox::test::ScriptedAdmin::Reply{200, m_cache};
        });
        m_server->on("GET", QStringLiteral("/admin/cache/series"), cacheSeries(60));
        m_server->on(
            "GET", QStringLiteral("/admin/cache/invalidations"),
            QCborMap{{QStringLiteral("items"),
                      QCborArray{invalidation(2, QStringLiteral("user:2")), invalidation(1, QStringLiteral("user:1"))}},
                     {QStringLiteral("next"), nullptr}});
        m_server->on("GET", QStringLiteral("/admin/redis"), redisInfo());
        listKeys({keyRow(QStringLiteral("user:1")), keyRow(QStringLiteral("user:2"), QStringLiteral("hash"))});
        watch();
    }

    void watch()
    {
        m_session = std::make_unique<Session>(Endpoint{m_server->url(), "token", {}, {}, false}, m_range);
        m_page = std::make_unique<CachePage>(m_theme, m_settings);
        m_theme.dress(*m_page);
        m_page->resize(1300, 900);
        m_links = std::make_unique<QSignalSpy>(m_page.get(), &Page::openLink);
        m_toasts = std::make_unique<QSignalSpy>(m_page.get(), &Page::toast);
        m_badges = std::make_unique<QSignalSpy>(m_page.get(), &Page::badgeChanged);
        m_page->setSession(m_session.get());
        m_page->setActive(true);
        m_page->show();
        m_session->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_server->feeds(), 1, Patience);
    }

    void close()
    {
        m_page.reset();
        m_session.reset();
        m_server.reset();
        m_settings.clear();
        m_range.setPaused(false);
        m_range.setKind(TimeRange::Kind::Live);
    }

    // All of them in one step.
    void listKeys(const QCborArray &rows)
    {
        m_server->on("GET", QStringLiteral("/admin/redis/keys"),
                     QCborMap{{QStringLiteral("items"), rows},
                              {QStringLiteral("cursor"), nullptr},
                              {QStringLiteral("scanned"), 1000},
                              {QStringLiteral("total"), 1000}});
    }

    // The feed's next message.
    void tell(QCborMap more = {})
    {
        for (auto entry = m_cache.constBegin(); entry != m_cache.constEnd(); ++entry)
            more.insert(entry.key(), entry.value());
        m_server->tell(QStringLiteral("cache"), more);
    }

    void become(const QCborMap &answer)
    {
        m_cache = answer;
        tell();
    }

    // A widget of the page, or of a dialog that is shown; of several of that name, one that is seen.
    template <typename Widget> Widget *part(const QString &name) const
    {
        QList<Widget *> found;
        for (QWidget *window : QApplication::topLevelWidgets()) {
            if (auto *widget = qobject_cast<Widget *>(window); widget && window->objectName() == name)
                found.append(widget);
            found += window->findChildren<Widget *>(name);
        }
        const auto seen = std::ranges::find_if(found, [](const Widget *widget) { return widget->isVisible(); });
        return seen != found.end() ? *seen : found.value(0);
    }

    QString text(const QString &name) const
    {
        const auto *label = part<QLabel>(name);
        return label ? label->text() : QString();
    }

    bool isSeen(const QString &name) const
    {
        const auto *widget = part<QWidget>(name);
        return widget && widget->isVisible();
    }

    // Where a person could: a pane that was shown just now has its room only after the next event.
    void click(const QString &name) const
    {
        const auto canBeHit = [&] {
            const auto *widget = part<QAbstractButton>(name);
            return widget && widget->isEnabled() && widget->visibleRegion().contains(widget->rect().center());
        };
        QTRY_VERIFY2_WITH_TIMEOUT(canBeHit(), qPrintable(name), Patience);
        QTest::mouseClick(part<QAbstractButton>(name), Qt::LeftButton);
    }

    void clickCell(const QString &table, int row, int column) const
    {
        auto *view = part<QTableView>(table);
        QTRY_VERIFY_WITH_TIMEOUT(view->model()->rowCount() > row, Patience);
        view->scrollTo(view->model()->index(row, column));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {},
                          view->visualRect(view->model()->index(row, column)).center());
    }

    QString cell(const QString &table, int row, int column) const
    {
        return part<QTableView>(table)->model()->index(row, column).data().toString();
    }

    int rows(const QString &table) const { return part<QTableView>(table)->model()->rowCount(); }

    void type(const QString &name, const QString &typed) const
    {
        auto *field = part<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->clear();
        QTest::keyClicks(field, typed);
    }

    QString lastToast() const { return m_toasts->isEmpty() ? QString() : m_toasts->constLast()[0].toString(); }

    QTemporaryDir m_folder;
    QSettings m_settings;
    Theme m_theme;
    TimeRange m_range;
    QCborMap m_cache; // what the server says of it
    std::unique_ptr<signalbox::test::ScriptedAdmin> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<CachePage> m_page;
    std::unique_ptr<QSignalSpy> m_links;
    std::unique_ptr<QSignalSpy> m_toasts;
    std::unique_ptr<QSignalSpy> m_badges;
};

} // namespace signalbox::ui::test
