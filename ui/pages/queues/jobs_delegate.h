// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/inset_delegate.h"

namespace signalbox::ui {

struct JobRow;
class Theme;

// Cells of jobs: the state as a badge, progress as a bar, and a pale bar where a row is not loaded yet. Main thread.
class JobsDelegate : public InsetDelegate {
    Q_OBJECT
public:
    JobsDelegate(const Theme &theme, QTableView &table); // which owns it

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    void paintNotLoaded(QPainter &painter, const QRect &area, const QModelIndex &index) const;
    void paintProgress(QPainter &painter, const QRect &area, double share) const;

    const Theme &m_theme;
    QFont m_monospace;
};

} // namespace signalbox::ui
