// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/shortcut_list.h"

#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace signalbox::ui {

ShortcutList::ShortcutList(const QList<Shortcut> &shortcuts, QWidget *parent)
    : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(3 * Theme::Grid);
    grid->setVerticalSpacing(Theme::Grid / 2);
    grid->setColumnStretch(1, 1);
    for (const Shortcut &shortcut : shortcuts) {
        const int row = grid->rowCount();
        auto *keys = new QLabel(shortcut.keys);
        Theme::setKind(keys, "key");
        auto *what = new QLabel(shortcut.what);
        Theme::setKind(what, "muted");
        grid->addWidget(keys, row, 0, Qt::AlignLeft);
        grid->addWidget(what, row, 1);
    }
}

} // namespace signalbox::ui
