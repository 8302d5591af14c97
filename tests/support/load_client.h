// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

#include <atomic>
#include <thread>
#include <vector>

namespace signalbox::test {

// Clients that keep a server under load from threads of their own, until it refuses their connections. They demand
// what a shutdown must keep: an answer to every request that was sent, unless the connection was refused.
class LoadClient {
public:
    // `keepingAlive` clients reuse their connections until told to close; `reconnecting` ones open one for each
    // request.
    LoadClient(quint16 port, int keepingAlive, int reconnecting);
    ~LoadClient();

    int answered() const { return m_answered; }
    bool areAllRefused() const { return m_refused == int(m_threads.size()); }
    QStringList finish(); // waits for the clients' end: everything that went wrong

private:
    enum class Result { Answered, AnsweredAndClosing, Refused, Failed };
    struct Client;

    void run(int number, bool keepAlive);
    Result exchange(Client &client);

    const quint16 m_port;
    std::atomic<bool> m_enough{false};
    std::atomic<int> m_answered{0};
    std::atomic<int> m_refused{0};
    std::vector<QStringList> m_errors; // one for each thread
    std::vector<std::thread> m_threads;
};

} // namespace signalbox::test
