// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/shortcut_help.h"

#include "shell/window_shortcuts.h"
#include "widgets/shortcut_list.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

QWidget *column(const QString &title, const QList<Shortcut> &keys)
{
    auto *widget = new QWidget;
    auto *column = new QVBoxLayout(widget);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid);
    auto *heading = new QLabel(title);
    Theme::setKind(heading, "heading");
    column->addWidget(heading);
    column->addWidget(new ShortcutList(keys));
    column->addStretch();
    return widget;
}

} // namespace

ShortcutHelp::ShortcutHelp(const Theme &theme, QWidget *window)
    : Overlay(theme, window, Place::Middle)
{
    setObjectName(u"shortcutHelp"_s);
    setAccessibleName(tr("Keyboard keys"));
    auto *frame = new QVBoxLayout(panel());
    frame->setContentsMargins(4 * Theme::Grid, 3 * Theme::Grid, 4 * Theme::Grid, 3 * Theme::Grid);
}

void ShortcutHelp::openFor(const QString &pageTitle, const QList<Shortcut> &pageKeys)
{
    fill(pageTitle, pageKeys);
    open();
}

void ShortcutHelp::fill(const QString &pageTitle, const QList<Shortcut> &pageKeys)
{
    delete m_content;
    m_content = new QWidget;
    auto *row = new QHBoxLayout(m_content);
    row->setContentsMargins({});
    row->setSpacing(6 * Theme::Grid);
    row->addWidget(column(tr("Everywhere"), windowShortcuts()));
    if (!pageKeys.isEmpty())
        row->addWidget(column(pageTitle, pageKeys));
    panel()->layout()->addWidget(m_content);
}

} // namespace signalbox::ui
