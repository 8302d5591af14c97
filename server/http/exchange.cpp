// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/exchange.h"

namespace signalbox::http {

Exchange::Exchange(RequestHead head, std::shared_ptr<const Peer> peer, Clock::time_point start)
    : m_head(std::move(head))
    , m_peer(std::move(peer))
    , m_start(start)
    , m_bytesIn(m_head.size)
{
}

void Exchange::refuseBody(const gate::Refusal &refusal)
{
    m_bodyRefusal = refusal;
    m_body = {};
}

} // namespace signalbox::http
