// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/plot_view.h"

#include <QTimer>

#include <optional>

class QGraphicsEllipseItem;
class QGraphicsLineItem;
class QGraphicsRectItem;

namespace signalbox::ui {

class ChartTimeline;

// A chart over time; what it is drawn from is SeriesChart's. It shares its time, crosshair and drag with the others on
// its timeline: a drag picks a time, a double click or Escape goes back to live; with the keyboard, Left and Right move
// the crosshair, Shift extends a selection and Return picks it. Gaps in the data are hatched; a bar at the top marks
// when the window was not connected. Drawn anew when data, time or size change.
class TimeChart : public PlotView {
    Q_OBJECT
public:
    TimeChart(const Theme &theme, ChartTimeline &timeline, AxisKind yKind, QWidget *parent = nullptr);

    // For the legend: the figures at the crosshair, or the latest ones.
    QList<ChartFigure> legend() const;
    qint64 timeAt(double x) const;

signals:
    void legendChanged();

protected:
    virtual void plot() = 0; // brings scales and series up to date

    const ChartTimeline &timeline() const { return m_timeline; }
    AxisScale timeScale() const;

    void recolour() override;
    void replot() override;
    void showEvent(QShowEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    // What SeriesChart knows of its points; -1 stands for a gap.
    virtual qint64 stepMs() const = 0;
    virtual qsizetype pointCount() const = 0;
    virtual qint64 timeOf(qsizetype point) const = 0;
    virtual qsizetype pointAt(qint64 timeMs) const = 0;
    virtual QList<TimeSpan> gaps(qint64 toMs) const = 0;
    virtual QList<ChartFigure> figuresOf(qsizetype point) const = 0;
    virtual QList<ChartFigure> detailsOf(qsizetype point, double y) const = 0;
    virtual QList<std::pair<double, QColor>> marksOf(qsizetype point) const = 0;

    void refresh();
    void describeNow();
    void showHover();
    void showMarks(qsizetype point, double x);
    void showSelection();
    void updateTooltip(QPoint position, double y);
    void followPointer();
    void endHover();
    void select(qint64 anchorMs, qint64 otherMs);
    void moveHover(int steps, bool selecting);
    qsizetype hovered() const; // -1: none

    ChartTimeline &m_timeline;
    QTimer m_refresh;
    QGraphicsLineItem *m_crosshair;
    QGraphicsRectItem *m_selection;
    QList<QGraphicsEllipseItem *> m_marks;
    std::optional<qint64> m_anchorMs; // where a drag began
    QPoint m_pressed;
    std::optional<QPoint> m_pointer; // while it is over the plot
};

} // namespace signalbox::ui
