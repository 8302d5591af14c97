// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/cache_watch.h"

#include "client/session.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void CacheWatch::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && !session->endpoint().isSameServerAs(m_server))
        m_state.reset();
    m_session = session;
    m_error.clear();
    if (session) {
        m_server = session->endpoint();
        connect(&session->feed(), &FeedClient::arrived, this, [this](const QString &topic, const QCborMap &data) {
            if (topic != "cache"_L1)
                return;
            ++m_told;
            set(CacheState::fromCbor(data));
        });
        connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
            if (state == LinkState::Connected)
                refresh();
        });
        refresh();
    }
    emit changed();
}

void CacheWatch::take(const CacheNamespace &changed)
{
    if (!m_state)
        return;
    const auto row = std::ranges::find(m_state->namespaces, changed.name, &CacheNamespace::name);
    if (row == m_state->namespaces.end())
        return;
    *row = changed;
    ++m_told;
    emit this->changed();
}

void CacheWatch::refresh()
{
    if (!m_session)
        return;
    const auto take = [this, of = m_session, told = m_told](const AdminClient::Answer &answer) {
        if (of != m_session || told != m_told) // what was told since may be newer
            return;
        if (answer.ok())
            return set(CacheState::fromCbor(answer.body));
        m_error = answer.error;
        emit changed();
    };
    m_session->client().get(u"/admin/cache"_s, {}, this, take);
}

void CacheWatch::set(const CacheState &state)
{
    m_state = state;
    m_error.clear();
    emit changed();
}

} // namespace signalbox::ui
