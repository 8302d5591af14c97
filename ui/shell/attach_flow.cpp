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
    const Endpoint whole = completed(endpoint);
    if (whole.token.isEmpty())
        ask(whole);
    else
        m_keeper.attach(whole);
}

void AttachFlow::attachTo(const QUrl &url)
{
    Endpoint endpoint;
    endpoint.url = url;
    attach(endpoint);
}

// What is known of the server fills in what was left out.
Endpoint AttachFlow::completed(Endpoint endpoint) const
{
    endpoint.url = RememberedServers::normalized(endpoint.url.toString());
    const Endpoint known = m_servers.find(endpoint.url);
    if (endpoint.token.isEmpty())
        endpoint.token = known.token;
    if (!known.name.isEmpty())
        endpoint.name = known.name;
    if (endpoint.name.isEmpty())
        endpoint.name = endpoint.url.authority();
    if (endpoint.email.isEmpty())
        endpoint.email = known.email;
    if (known.color.isValid())
        endpoint.color = known.color;
    if (!endpoint.color.isValid())
        endpoint.color = RememberedServers::colors().constFirst();
    return endpoint;
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

void AttachFlow::askAgain()
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
            askAgain();
    });
}

void AttachFlow::take(const Endpoint &endpoint, bool keepToken)
{
    m_servers.remember(endpoint, keepToken);
    m_keeper.attach(endpoint);
}

} // namespace signalbox::ui
