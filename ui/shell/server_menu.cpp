// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/server_menu.h"

#include "client/remembered_servers.h"
#include "shell/server_actions.h"
#include "shell/session_keeper.h"
#include "widgets/color_dot.h"
#include "widgets/theme.h"

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

} // namespace

ServerMenu::ServerMenu(const Theme &theme, ServerActions *actions, RememberedServers &servers, SessionKeeper &keeper,
                       QWidget *parent)
    : QMenu(parent)
    , m_theme(theme)
    , m_actions(actions)
    , m_servers(servers)
    , m_keeper(keeper)
{
    setObjectName(u"serverMenu"_s);
    setAccessibleName(tr("Servers"));
    theme.dress(*this);
    connect(this, &QMenu::aboutToShow, this, &ServerMenu::fill);
    fill();
}

void ServerMenu::fill()
{
    clear();
    if (m_actions)
        addLocal();
    addRemembered();
    addSeparator();
    QAction *add = addAction(m_theme.icon(u"plus"_s), tr("Attach to a server…"), this, &ServerMenu::addAsked);
    add->setObjectName(u"server.attach"_s);
    QAction *manage = addAction(m_theme.icon(u"settings"_s), tr("Manage servers…"), this, &ServerMenu::manageAsked);
    manage->setObjectName(u"server.manage"_s);
}

void ServerMenu::addLocal()
{
    const Endpoint here = Endpoint::thisMachine();
    QAction *local = addServer(here.name, here.color, m_keeper.watchesLocal());
    local->setObjectName(u"server.local"_s);
    connect(local, &QAction::triggered, &m_keeper, &SessionKeeper::watchLocal);
    addActions({m_actions->start(), m_actions->stop(), m_actions->restart(), m_actions->copyUrl()});
    addSeparator();
}

void ServerMenu::addRemembered()
{
    const QUrl current = m_keeper.session() ? m_keeper.session()->endpoint().url : QUrl();
    for (const Endpoint &endpoint : m_servers.servers()) {
        QAction *action = addServer(endpoint.name, endpoint.color, !m_keeper.watchesLocal() && endpoint.url == current);
        action->setToolTip(endpoint.url.toString());
        connect(action, &QAction::triggered, this, [this, url = endpoint.url] { emit attachAsked(url); });
    }
}

QAction *ServerMenu::addServer(const QString &name, const QColor &color, bool current)
{
    QAction *action = addAction(colorDot(color, devicePixelRatio()), name);
    QFont font = action->font();
    font.setBold(current);
    action->setFont(font);
    return action;
}

} // namespace signalbox::ui
