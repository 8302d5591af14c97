// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/chart_tooltip.h"

#include <QFrame>

class QChartView;
class QLabel;

namespace signalbox::ui {

class ChartLegend;
class Theme;
class TimeChart;

// A titled panel around a chart, its legend at the right of the title.
class ChartCard : public QFrame {
    Q_OBJECT
public:
    // `help` says in a sentence how to read the chart; shown as the title's tool tip.
    ChartCard(const Theme &theme, const QString &title, const QString &help, QChartView *chart,
              QWidget *parent = nullptr);

    void setLegend(const QList<ChartFigure> &figures);
    void followLegendOf(TimeChart *chart);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QLabel *m_title;
    ChartLegend *m_legend;
};

// Swatches with names and figures in a line, right-aligned; what has no room is left out from the left.
class ChartLegend : public QWidget {
    Q_OBJECT
public:
    explicit ChartLegend(const Theme &theme, QWidget *parent = nullptr);
    void setFigures(const QList<ChartFigure> &figures);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<ChartFigure> m_figures;
};

} // namespace signalbox::ui
