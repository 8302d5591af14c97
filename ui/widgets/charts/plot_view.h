// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/axis_scale.h"
#include "widgets/charts/chart_tooltip.h"
#include "widgets/charts/series_data.h"

#include <QChartView>
#include <QPointer>

class QAbstractAxis;
class QAbstractSeries;

namespace signalbox::ui {

class PlotFrame;
class Theme;

// What every chart here looks like: a QChart without decoration, a thin grid, labels with units in fixed margins (so
// that charts above one another line up), colours from the theme, a tooltip. Main thread.
class PlotView : public QChartView {
    Q_OBJECT
public:
    enum class AxisKind : quint8 { Linear, Logarithmic };

    static constexpr double LeftMargin = 60;
    static constexpr double RightMargin = 12;
    static constexpr double TopMargin = 6;
    static constexpr double BottomMargin = 22;

    PlotView(const Theme &theme, AxisKind xKind, AxisKind yKind, QWidget *parent = nullptr);

    const AxisScale &xScale() const { return m_xScale; }
    const AxisScale &yScale() const { return m_yScale; }
    QRectF plotArea() const;
    QPointF toPixels(QPointF value) const;
    QPointF toValue(QPointF pixels) const;
    ChartTooltip *tooltip() const { return m_tooltip; } // null before it was first shown

protected:
    const Theme &theme() const { return m_theme; }
    void setScales(const AxisScale &x, const AxisScale &y);
    void addToPlot(QAbstractSeries *series);
    void setDisconnected(const QList<TimeSpan> &spans);
    void setHatched(const QList<TimeSpan> &spans); // along the x axis: nobody knows what was there
    void describe(const QString &currentValues);
    void showTooltip(QPoint position, const QString &heading, const QList<ChartFigure> &figures);
    void hideTooltip();

    virtual void recolour() { } // the theme changed
    virtual void replot() { } // the size changed

    void resizeEvent(QResizeEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void applyTheme();

    const Theme &m_theme;
    AxisScale m_xScale;
    AxisScale m_yScale;
    QAbstractAxis *m_xAxis;
    QAbstractAxis *m_yAxis;
    PlotFrame *m_frame;
    QPointer<ChartTooltip> m_tooltip;
};

} // namespace signalbox::ui
