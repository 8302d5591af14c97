// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_series.h"
#include "pages/metrics/cache_state.h"

#include <QWidget>

#include <optional>

namespace signalbox::ui {

class CardGrid;
class StatCard;

// The cache's figures of the range as cards: hit rate, share in process, loads, stale values avoided, invalidations.
// Main thread.
class CacheFigures : public QWidget {
    Q_OBJECT
public:
    explicit CacheFigures(const Theme &theme, QWidget *parent = nullptr);

    void show(const CacheSeries &series, const TimeSpan &span, const std::optional<CacheState> &state);

signals:
    void requestsAsked(const QString &filter);
    void invalidationsAsked();

private:
    StatCard *add(const QString &name, const QString &title, Theme::Role line);
    void showRatios(const CacheSeries &series, const CacheCounts &total);
    void showLoads(const CacheSeries &series, const CacheCounts &total);
    void showStale(const std::optional<CacheState> &state);
    void showInvalidations(const CacheSeries &series, const CacheCounts &total, const std::optional<CacheState> &state);

    const Theme &m_theme;
    CardGrid *m_grid;
    StatCard *m_hitRate;
    StatCard *m_local;
    StatCard *m_loads;
    StatCard *m_stale;
    StatCard *m_invalidations;
};

} // namespace signalbox::ui
