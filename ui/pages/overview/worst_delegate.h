// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/row_hover.h"

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// A value of the worst list over a soft bar as long as its share of the worst.
class WorstDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    WorstDelegate(const Theme &theme, QTableView &table); // which owns it
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    RowHover m_hover;
};

} // namespace signalbox::ui
