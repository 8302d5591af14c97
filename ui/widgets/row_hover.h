// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPoint>

#include <optional>

class QPainter;
class QStyleOptionViewItem;
class QTableView;

namespace signalbox::ui {

class Theme;

// The row of a table under the pointer, for delegates that light it as a whole: Qt by itself lights one cell.
// A pointer at rest stays on its place of the table while rows move under it. Main thread; the table outlives it.
class RowHover : public QObject {
    Q_OBJECT
public:
    RowHover(const Theme &theme, QTableView &table);

    void paint(QPainter &painter, const QStyleOptionViewItem &cell, int row) const; // the cell's ground, if lit

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void update();
    void repaint(int row);

    const Theme &m_theme;
    QTableView &m_table;
    std::optional<QPoint> m_pointer; // in the viewport
    int m_row = -1; // none
};

} // namespace signalbox::ui
