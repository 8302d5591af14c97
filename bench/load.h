// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "answer_reader.h"
#include "latency_histogram.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <netinet/in.h>
#include <string>
#include <vector>

namespace bench {

using Clock = std::chrono::steady_clock;

struct LoadSettings {
    sockaddr_in address{};
    std::vector<std::string> requests; // whole, as they go over the wire; each connection has the next one for its own
    int connections = 64;
    double rate = 0; // requests a second that fall due, answered or not; 0: each connection sends when it is free
    std::chrono::duration<double> warmUp{1};
    std::chrono::duration<double> duration{5};
};

struct LoadResult {
    LatencyHistogram latency; // at a rate: from when the request fell due, so that a stall is not left out
    std::uint64_t answers = 0; // within the measured time
    std::uint64_t errors = 0; // status other than 2xx, broken answers, lost connections
    std::uint64_t notSent = 0; // fell due and found no free connection to the end
    double seconds = 0;
};

// Sends a request again and again over each of many keep-alive connections, from one thread.
class Load {
public:
    explicit Load(LoadSettings settings);
    ~Load();

    // False when no connection can be made.
    bool connectAll();
    LoadResult run();

private:
    struct Connection {
        int socket = -1;
        const std::string *request = nullptr;
        bool busy = false;
        Clock::time_point due;
        AnswerReader reader;
    };

    bool open(Connection &connection);
    void lose(Connection &connection);
    void send(Connection &connection, Clock::time_point due);
    void receive(Connection &connection);
    void answered(Connection &connection);
    void sendDue(Clock::time_point now);
    void sendOnFree(Clock::time_point now);
    void wait(Clock::time_point end);
    bool isMeasured(Clock::time_point at) const { return at >= m_from && at < m_to; }

    LoadSettings m_settings;
    LoadResult m_result;
    std::vector<std::unique_ptr<Connection>> m_connections;
    std::vector<Connection *> m_free;
    std::deque<Clock::time_point> m_backlog;
    Clock::time_point m_nextDue;
    Clock::time_point m_from;
    Clock::time_point m_to;
    int m_epoll = -1;
};

} // namespace bench
