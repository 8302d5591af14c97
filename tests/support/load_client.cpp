// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/load_client.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

// Blocking sockets: a Qt socket would hide which call failed, and how.
struct LoadClient::Client {
    bool keepAlive = true;
    int socket = -1;
    QString error;

    ~Client() { close(); }

    void close()
    {
        if (socket >= 0)
            ::close(socket);
        socket = -1;
    }

    Result fail(const char *what)
    {
        error = u"%1: %2"_s.arg(QLatin1StringView(what), QString::fromLocal8Bit(std::strerror(errno)));
        return Result::Failed;
    }

    Result connect(quint16 port)
    {
        socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const timeval timeout{10, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
            return Result::Answered;
        return errno == ECONNREFUSED ? Result::Refused : fail("connect");
    }

    Result ask()
    {
        const QByteArray request = keepAlive ? "GET /health HTTP/1.1\r\nHost: test\r\n\r\n"_ba
                                             : "GET /health HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"_ba;
        if (::send(socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) != request.size())
            return fail("send");
        return read();
    }

    Result read()
    {
        QByteArray answer;
        char buffer[4096];
        while (!answer.endsWith("{\"ok\":true}")) {
            const ssize_t size = ::recv(socket, buffer, sizeof buffer, 0);
            if (size == 0)
                errno = ECONNRESET;
            if (size <= 0)
                return fail(answer.isEmpty() ? "no answer" : "half an answer");
            answer.append(buffer, size);
        }
        return answer.toLower().contains("connection: close") ? Result::AnsweredAndClosing : Result::Answered;
    }
};

LoadClient::LoadClient(quint16 port, int keepingAlive, int reconnecting)
    : m_port(port)
    , m_errors(std::size_t(keepingAlive + reconnecting))
{
    for (int number = 0; number < keepingAlive + reconnecting; ++number)
        m_threads.emplace_back([this, number, keepAlive = number < keepingAlive] { run(number, keepAlive); });
}

LoadClient::~LoadClient()
{
    m_enough = true;
    finish();
}

QStringList LoadClient::finish()
{
    for (std::thread &thread : m_threads) {
        if (thread.joinable())
            thread.join();
    }
    QStringList all;
    for (const QStringList &errors : m_errors)
        all += errors;
    return all;
}

void LoadClient::run(int number, bool keepAlive)
{
    Client client;
    client.keepAlive = keepAlive;
    while (!m_enough) {
        switch (exchange(client)) {
        case Result::Refused:
            ++m_refused;
            return;
        case Result::Failed:
            m_errors[std::size_t(number)].append(client.error);
            client.close();
            break;
        case Result::AnsweredAndClosing:
            client.close();
            [[fallthrough]];
        case Result::Answered:
            ++m_answered;
            break;
        }
    }
}

LoadClient::Result LoadClient::exchange(Client &client)
{
    if (client.socket < 0) {
        const Result connected = client.connect(m_port);
        if (connected != Result::Answered)
            return connected;
    }
    return client.ask();
}

} // namespace signalbox::test
