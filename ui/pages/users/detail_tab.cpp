// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/detail_tab.h"

#include "widgets/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

QVBoxLayout *detailColumn(QWidget *tab)
{
    auto *column = new QVBoxLayout(tab);
    column->setContentsMargins(0, Theme::Grid, 0, 0);
    column->setSpacing(Theme::Grid);
    return column;
}

QPushButton *detailButton(const QString &name, const QIcon &icon, const QString &text)
{
    auto *button = new QPushButton(icon, text);
    button->setObjectName(name);
    return button;
}

QLabel *nothingHere(const QString &name, const QString &text)
{
    auto *label = new QLabel(text);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    Theme::setKind(label, "muted");
    label->hide();
    return label;
}

} // namespace signalbox::ui
