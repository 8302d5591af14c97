// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/pause_button.h"

#include "widgets/theme.h"

#include <QDateTime>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

} // namespace

PauseButton::PauseButton(const Theme &theme, TimeRange &range, QWidget *parent)
    : QPushButton(parent)
    , m_theme(theme)
    , m_range(range)
{
    setObjectName(u"pauseButton"_s);
    setCheckable(true);
    setIconSize({16, 16});
    Theme::setKind(this, "pause");
    connect(this, &QPushButton::clicked, &range, &TimeRange::setPaused);
    connect(&range, &TimeRange::pausedChanged, this, &PauseButton::show);
    show();
}

void PauseButton::show()
{
    const bool paused = m_range.isPaused();
    setChecked(paused);
    setIcon(paused ? m_theme.icon(u"play"_s, Theme::Role::Warning) : m_theme.icon(u"pause"_s));
    const QString at = QDateTime::fromMSecsSinceEpoch(m_range.pausedAtMs()).toString(u"HH:mm:ss"_s);
    setText(paused ? tr("Paused at %1").arg(at) : tr("Pause"));
    setToolTip(paused ? tr("Let the views move again  (Ctrl+.)") : tr("Make the views stand still  (Ctrl+.)"));
    setAccessibleName(text());
}

} // namespace signalbox::ui
