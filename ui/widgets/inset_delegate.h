// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/row_hover.h"

#include <QStyledItemDelegate>

namespace signalbox::ui {

// Draws a table's cells with their text as far in as that of the header above them, and the row under the pointer
// in another colour. Main thread.
class InsetDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    InsetDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    RowHover m_hover;
};

} // namespace signalbox::ui
