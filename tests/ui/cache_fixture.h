// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "cache_data.h"
#include "pages/cache/cache_page.h"
#include "scripted_page.h"

namespace signalbox::ui::test {

// The page of the cache, and what a person does to it. A base of test classes.
class CacheFixture : protected ScriptedPage<CachePage> {
protected:
    void open(const QCborMap &answer = cache())
    {
        m_server = std::make_unique<ScriptedAdmin>();
        m_cache = answer;
        m_server->on("GET", QStringLiteral("/admin/cache"), [this](const auto &) {
            return ScriptedAdmin::Reply{200, m_cache};
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
        make(std::make_unique<CachePage>(m_theme, m_settings), {1300, 900});
        m_badges = std::make_unique<QSignalSpy>(m_page.get(), &Page::badgeChanged);
        connectToFeed();
        tell(); // as a server does for each who subscribes
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

    QCborMap m_cache; // what the server says of it
    std::unique_ptr<QSignalSpy> m_badges;
};

} // namespace signalbox::ui::test
