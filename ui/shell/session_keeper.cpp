// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/session_keeper.h"

#include "client/sign_out.h"

namespace signalbox::ui {

SessionKeeper::SessionKeeper(ServerControl *control, TimeRange &range, QObject *parent)
    : QObject(parent)
    , m_control(control)
    , m_range(range)
{
    if (!control)
        return;
    connect(control, &ServerControl::stateChanged, this, &SessionKeeper::follow);
    follow();
}

SessionKeeper::~SessionKeeper() = default;

Session *SessionKeeper::session() const
{
    return m_session.get();
}

bool SessionKeeper::watchesLocal() const
{
    return m_control && m_local;
}

void SessionKeeper::attach(const Endpoint &endpoint)
{
    m_local = false;
    replace(endpoint);
}

void SessionKeeper::watchLocal()
{
    if (!m_control || m_local)
        return;
    m_local = true;
    follow();
}

void SessionKeeper::leave()
{
    SignOut *signingOut = signOut();
    if (m_session)
        m_session->close();
    if (signingOut)
        connect(signingOut, &SignOut::finished, this, &SessionKeeper::left);
    else
        emit left();
}

void SessionKeeper::follow()
{
    if (!watchesLocal())
        return;
    const ServerControl::State state = m_control->state();
    const bool same = m_session && m_session->endpoint().local;
    if (state == ServerControl::State::Stopped && same) {
        m_session->close();
    } else if (state == ServerControl::State::Listening) {
        const Endpoint endpoint = m_control->endpoint();
        if (same && m_session->endpoint().url == endpoint.url)
            m_session->open();
        else
            replace(endpoint);
    }
}

void SessionKeeper::replace(const Endpoint &endpoint)
{
    signOut();
    auto next = std::make_unique<Session>(endpoint, m_range);
    connect(&next->feed(), &FeedClient::stateChanged, this, &SessionKeeper::linkChanged);
    m_session.swap(next);
    emit sessionChanged(m_session.get());
    m_session->open();
    emit linkChanged();
}

SignOut *SessionKeeper::signOut()
{
    const QByteArray token = m_session ? m_session->refreshToken() : QByteArray();
    return token.isEmpty() ? nullptr : new SignOut(m_session->endpoint(), token, this);
}

} // namespace signalbox::ui
