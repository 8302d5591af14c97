// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/rail.h"

#include "shell/brand.h"
#include "shell/rail_button.h"

#include <QButtonGroup>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Width = 23 * Theme::Grid;
constexpr int FoldedWidth = 7 * Theme::Grid;

} // namespace

Rail::Rail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
    , m_pages(new QVBoxLayout)
    , m_brand(new Brand(theme))
    , m_group(new QButtonGroup(this))
{
    setObjectName(u"rail"_s);
    setAccessibleName(tr("Pages"));
    setFixedWidth(Width);
    m_pages->setSpacing(Theme::Grid / 4);
    m_column->setContentsMargins(Theme::Grid, 0, Theme::Grid, Theme::Grid);
    m_column->setSpacing(Theme::Grid / 4);
    m_column->addWidget(m_brand);
    m_column->addLayout(m_pages);
    m_column->addStretch();
    RailButton *help = addButton(u"rail.help"_s, tr("Keyboard keys"), u"keyboard"_s, u"?"_s);
    m_column->addWidget(help);
    connect(help, &QAbstractButton::clicked, this, &Rail::helpAsked);
}

void Rail::addPage(const QString &id, const QString &title, const QString &icon, const QString &keys)
{
    RailButton *button = addButton("rail."_L1 + id, title, icon, keys);
    button->setCheckable(true);
    m_group->addButton(button);
    m_buttons.insert(id, button);
    m_pages->addWidget(button);
    connect(button, &QAbstractButton::clicked, this, [this, id] { emit chosen(id); });
}

void Rail::setCurrent(const QString &id)
{
    if (RailButton *button = m_buttons.value(id))
        button->setChecked(true);
}

void Rail::setBadge(const QString &id, int count)
{
    if (RailButton *button = m_buttons.value(id))
        button->setBadge(count);
}

void Rail::setFolded(bool folded)
{
    if (folded == m_folded)
        return;
    m_folded = folded;
    setFixedWidth(folded ? FoldedWidth : Width);
    for (RailButton *button : std::as_const(m_all))
        button->setFolded(folded);
}

bool Rail::isFolded() const
{
    return m_folded;
}

RailButton *Rail::addButton(const QString &objectName, const QString &title, const QString &icon, const QString &keys)
{
    auto *button = new RailButton(m_theme, icon, title);
    button->setObjectName(objectName);
    button->setToolTip(u"%1  (%2)"_s.arg(title, keys));
    button->setFolded(m_folded);
    m_all.append(button);
    return button;
}

} // namespace signalbox::ui
