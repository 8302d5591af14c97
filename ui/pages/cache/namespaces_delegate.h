// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

class Theme;

// Cells of the namespaces: the strategy as a badge, what a click leads to as a link, what went wrong in red. Main
// thread.
class NamespacesDelegate : public InsetDelegate {
    Q_OBJECT
public:
    NamespacesDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QColor colourOf(const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace signalbox::ui
