// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFrame>
#include <QList>

namespace signalbox::ui {

class Theme;

// A line of a chart's legend or tooltip. Without a valid colour it has no swatch.
struct ChartFigure {
    QColor color;
    QString name;
    QString value;
    bool operator==(const ChartFigure &) const = default;
};

// The figures under the pointer, in a small panel that follows it. A child of the chart's window, so that a low chart
// does not cut it off.
class ChartTooltip : public QFrame {
    Q_OBJECT
public:
    ChartTooltip(const Theme &theme, QWidget *window);

    void setContent(const QString &heading, const QList<ChartFigure> &figures);
    void placeBeside(QPoint windowPosition);
    QString text() const;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int lineHeight() const;
    void paintFigure(QPainter &painter, const ChartFigure &figure, QRect line) const;

    const Theme &m_theme;
    QString m_heading;
    QList<ChartFigure> m_figures;
};

} // namespace signalbox::ui
