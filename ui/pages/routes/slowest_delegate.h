// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

class Theme;

// Cells of the slowest requests: the status in the colour of its class.
class SlowestDelegate : public InsetDelegate {
    Q_OBJECT
public:
    SlowestDelegate(const Theme &theme, QTableView &table); // which owns it

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace signalbox::ui
