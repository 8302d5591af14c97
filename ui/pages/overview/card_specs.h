// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/stats_figures.h"
#include "widgets/charts/series_data.h"
#include "widgets/charts/stat_card.h"
#include "widgets/theme.h"

#include <QList>
#include <QString>

#include <optional>

namespace signalbox::ui {

// One card of the Overview: what it shows and where it leads. Another feature adds its card by adding one of these.
struct CardSpec {
    enum class Better : quint8 { Either, Less };

    QString id; // of its object name: "rate" is "overviewCardRate"
    QString title;
    QString (*figure)(const StatsFigures &);
    QString (*note)(const StatsFigures &); // may be null
    double (*value)(const StatsFigures &); // compared with the time before; NaN: nothing to compare
    double (*past)(const SeriesPoint &, double stepSeconds); // for the sparkline
    Better better;
    Theme::Role line;
    QString page; // that a click leads to; empty for none
    QString (*link)(const StatsFigures &); // what to open there
    bool (*present)(const StatsFigures &) = nullptr; // null: always; else only when there is such a thing
};

QList<CardSpec> overviewCards();

struct CardPeriods {
    QString current; // "the last 10 s"
    QString before; // "the minute before"
};
StatCard::Content cardContent(const CardSpec &spec, const StatsFigures &now, const std::optional<StatsFigures> &before,
                              const SeriesData &series, const CardPeriods &periods);

} // namespace signalbox::ui
