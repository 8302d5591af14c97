// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/row_hover.h"

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// Paints a cell of the requests table with plain draw calls: at some hundred rows a second the style's own way of
// laying out each cell is what would cost. Main thread.
class RequestsDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    RequestsDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, int row) const;
    void paintText(QPainter &painter, const QRect &area, const QString &text, int alignment, const QColor &color) const;
    void paintTime(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintMethod(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintPath(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintStatus(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintDuration(QPainter &painter, const QRect &area, const QModelIndex &index) const;

    const Theme &m_theme;
    RowHover m_hover;
    QFont m_font;
    QFont m_monospace;
    QFont m_bold;
};

// How much of a bar's room a duration fills, 0 to 1: by its logarithm, so that both a millisecond and a second show.
double durationBarShare(double ms, double slowMs);

} // namespace signalbox::ui
