// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "runtime/server.h"
#include "support/http_client.h"

#include <QTemporaryDir>

#include <functional>

namespace signalbox::test {

// A server on a free port, with a folder and a run token of its own. Stops when it goes.
class TestServer {
public:
    using Change = std::function<void(Server::Settings &)>;
    explicit TestServer(const Change &change = {});

    bool start(); // and fails the test when it can't
    bool startOrFail(); // false when it can't, which is what the test wants
    bool stop(); // gracefully, and waits for it
    Server &server() { return *m_server; }
    Server *operator->() { return m_server.get(); }
    QUrl url() const { return m_server->url(); }
    QByteArray logLines(); // all that was logged so far

    // One request on a connection of its own.
    Answer ask(const QByteArray &method, const QByteArray &target, const Fields &fields = {},
               const QByteArray &body = {}) const;
    Answer get(const QByteArray &target) const { return ask("GET", target); }
    // Likewise as an admin.
    Answer admin(const QByteArray &method, const QByteArray &target, const Fields &fields = {},
                 const QByteArray &body = {}) const;
    Answer admin(const QByteArray &target) const { return admin("GET", target); }

    static QByteArray token() { return "test-token-0123456789"; }
    static std::pair<QByteArray, QByteArray> authorization() { return {"Authorization", "Bearer " + token()}; }

private:
    QTemporaryDir m_directory;
    std::unique_ptr<Server> m_server;
};

} // namespace signalbox::test
