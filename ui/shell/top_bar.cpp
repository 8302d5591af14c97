// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/top_bar.h"

#include "shell/pause_button.h"
#include "shell/range_selector.h"
#include "shell/state_indicator.h"
#include "widgets/color_dot.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Height = 7 * Theme::Grid;
constexpr int StripHeight = 3;
constexpr int WideSearch = 26 * Theme::Grid;
constexpr int NarrowSearch = 5 * Theme::Grid;
constexpr int RoomForWideSearch = 1100;

} // namespace

TopBar::TopBar(const Theme &theme, TimeRange &range, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_server(new QPushButton)
    , m_state(new StateIndicator(theme))
    , m_search(new QPushButton)
{
    setObjectName(u"topBar"_s);
    setFixedHeight(Height);
    m_server->setObjectName(u"serverButton"_s);
    m_server->setIconSize({Theme::Grid + 12, 12}); // the style gives an icon at the left no padding
    Theme::setKind(m_server, "server");
    m_search->setObjectName(u"searchButton"_s);
    m_search->setAccessibleName(tr("Search, or go to…"));
    m_search->setToolTip(tr("Go anywhere by name  (Ctrl+K)"));
    m_search->setIcon(theme.icon(u"search"_s, Theme::Role::TextMuted));
    Theme::setKind(m_search, "search");
    connect(m_search, &QPushButton::clicked, this, &TopBar::searchAsked);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, StripHeight, 2 * Theme::Grid, 0);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_server);
    row->addWidget(m_state, 1);
    row->addWidget(m_search);
    row->addWidget(new RangeSelector(theme, range));
    row->addWidget(new PauseButton(theme, range));
}

void TopBar::setServer(const QString &name, const QColor &color)
{
    m_serverColor = color;
    m_server->setText(name);
    m_server->setAccessibleName(tr("Server: %1").arg(name));
    m_server->setToolTip(tr("Switch, start or stop the server"));
    m_server->setIcon(colorDot(color, devicePixelRatio(), Theme::Grid));
    update();
}

void TopBar::setStatus(const ServerStatus &status)
{
    m_state->setStatus(status);
}

void TopBar::setServerMenu(QMenu *menu)
{
    m_server->setMenu(menu);
}

// The server's colour over the whole window, so that nobody takes staging for their own machine.
void TopBar::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (m_serverColor.isValid())
        QPainter(this).fillRect(0, 0, width(), StripHeight, m_serverColor);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    const bool wide = width() >= RoomForWideSearch;
    m_search->setFixedWidth(wide ? WideSearch : NarrowSearch);
    m_search->setText(wide ? tr("Search, or go to…   Ctrl+K") : QString());
}

} // namespace signalbox::ui
