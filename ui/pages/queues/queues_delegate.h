// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

// Draws the queues: marks beside their names, counts as badges of their states' colours, and a line of the recent past.
// Main thread.
class QueuesDelegate : public InsetDelegate {
    Q_OBJECT
public:
    QueuesDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    int marksWidth(const QModelIndex &index) const;
    void paintMarks(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintCount(QPainter &painter, const QRect &area, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace signalbox::ui
