// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/metrics/cache_series.h"
#include "pages/metrics/cache_watch.h"
#include "widgets/charts/stat_card.h"

namespace signalbox::ui {

// The hit rate of the last minute and the share that was answered in process; or that there is no Redis. There only
// once the server has told of a cache. Main thread.
class CacheCard : public StatCard {
    Q_OBJECT
public:
    explicit CacheCard(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setRunning(bool running); // it is looked at, and nothing is paused
    void forget(); // another server's

    static Content contentOf(const CacheState &state, const CacheSeries &lastMinute);

signals:
    void presenceChanged();

private:
    void showContent();

    CacheWatch m_watch;
    AdminPoller m_poller; // of the last minute
    CacheSeries m_minute;
};

} // namespace signalbox::ui
