// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <thread>

namespace signalbox::app {

// Sends requests to the demo routes of a server on this machine, pipelined, some thousands a second, until it is
// destroyed: what the pictures of the window show. Its own thread.
class SteadyLoad {
public:
    SteadyLoad(quint16 port, int perSecond);

private:
    std::jthread m_thread;
};

} // namespace signalbox::app
