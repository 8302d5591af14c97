// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/attach_flow.h"

#include "client/remembered_servers.h"
#include "shell/attach_dialog.h"
#include "shell/servers_dialog.h"

namespace signalbox::ui {

AttachFlow::AttachFlow(const Theme &theme, RememberedServers &servers, SessionKeeper &keeper, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_servers(servers)
    , m_keeper(keeper)
    , m_window(window)
{
    connect(&keeper, &SessionKeeper::sessionChanged, this, &AttachFlow::watchRefusal);
}

void AttachFlow::attach(const Endpoint &endpoint)
{
    if (endpoint.token.isEmpty())
        ask(endpoint);
    else
        m_keeper.attach(endpoint);
}

void AttachFlow::attachTo(const QUrl &url)
{
    Endpoint endpoint = m_servers.find(url);
    endpoint.url = url;
    attach(endpoint);
}

void AttachFlow::ask(const Endpoint &startingFrom, const QString &problem)
{
    delete m_dialog;
    m_dialog = new AttachDialog(m_theme, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    m_dialog->setEndpoint(startingFrom);
    m_dialog->setProblem(problem);
    connect(m_dialog, &AttachDialog::chosen, this, &AttachFlow::take);
    m_dialog->open();
}

void AttachFlow::askForToken()
{
    if (Session *session = m_keeper.session())
        ask(session->endpoint(), session->feed().reason());
}

void AttachFlow::manage()
{
    auto *dialog = new ServersDialog(m_theme, m_servers, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ServersDialog::attachAsked, this, &AttachFlow::attachTo);
    connect(dialog, &ServersDialog::addAsked, this, [this] { ask(); });
    connect(dialog, &ServersDialog::changeAsked, this, [this](const QUrl &url) { ask(m_servers.find(url)); });
    dialog->open();
}

void AttachFlow::watchRefusal(Session *session)
{
    connect(&session->feed(), &FeedClient::stateChanged, this, [this, session](LinkState state) {
        if (state == LinkState::Refused && !session->endpoint().local)
            askForToken();
    });
}

void AttachFlow::take(const Endpoint &endpoint, bool keepToken)
{
    m_servers.remember(endpoint, keepToken);
    m_keeper.attach(endpoint);
}

} // namespace signalbox::ui
