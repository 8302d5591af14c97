// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/copy_button.h"

#include <QClipboard>
#include <QGuiApplication>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto TickShown = 1500ms;

} // namespace

CopyButton::CopyButton(const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setIcon(theme.icon(u"copy"_s, Theme::Role::TextMuted));
    setIconSize({16, 16});
    m_tick.setSingleShot(true);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
    connect(&m_tick, &QTimer::timeout, this, [this] { setIcon(m_theme.icon(u"copy"_s, Theme::Role::TextMuted)); });
}

void CopyButton::setCopiedText(const QString &text, const QString &what)
{
    m_copied = text;
    setToolTip(tr("Copy %1").arg(what));
    setAccessibleName(toolTip());
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_copied);
    setIcon(m_theme.icon(u"check"_s, Theme::Role::Success));
    m_tick.start(TickShown);
    emit copied();
}

} // namespace signalbox::ui
