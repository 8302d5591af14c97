// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/circuit_breaker.h"

namespace signalbox::redis {

void CircuitBreaker::open()
{
    if (m_state == Breaker::Closed)
        ++m_opened;
    m_state = Breaker::Open;
}

void CircuitBreaker::probe()
{
    if (m_state == Breaker::Open)
        m_state = Breaker::Probing;
}

void CircuitBreaker::close()
{
    m_state = Breaker::Closed;
}

} // namespace signalbox::redis
