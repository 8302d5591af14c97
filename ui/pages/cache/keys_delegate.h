// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

class Theme;

// Cells of the keys: the key in type of one width, its type as a badge. Main thread.
class KeysDelegate : public InsetDelegate {
    Q_OBJECT
public:
    KeysDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace signalbox::ui
