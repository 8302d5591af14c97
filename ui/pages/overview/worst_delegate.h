// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>

namespace signalbox::ui {

class Theme;

// A value of the worst list over a soft bar as long as its share of the worst.
class WorstDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    WorstDelegate(const Theme &theme, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace signalbox::ui
