// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

class Theme;

// Cells of the routes: durations in the colour of their threshold (pale when few requests stand behind them), errors
// in theirs, the share of time as a bar.
class RouteDelegate : public InsetDelegate {
    Q_OBJECT
public:
    RouteDelegate(const Theme &theme, QTableView &table); // which owns it

    void setSlowMs(double slowMs) { m_slowMs = slowMs; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    QColor textColour(const QModelIndex &index) const;

    const Theme &m_theme;
    double m_slowMs = 500;
};

} // namespace signalbox::ui
