// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "load.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {

using namespace std::chrono_literals;

Load::Load(LoadSettings settings)
    : m_settings(std::move(settings))
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
{
    std::signal(SIGPIPE, SIG_IGN);
}

Load::~Load()
{
    for (const auto &connection : m_connections)
        if (connection->socket >= 0)
            ::close(connection->socket);
    ::close(m_epoll);
}

bool Load::connectAll()
{
    for (int i = 0; i < m_settings.connections; ++i) {
        auto connection = std::make_unique<Connection>();
        connection->request = &m_settings.requests[std::size_t(i) % m_settings.requests.size()];
        if (!open(*connection))
            return false;
        m_free.push_back(connection.get());
        m_connections.push_back(std::move(connection));
    }
    return true;
}

bool Load::open(Connection &connection)
{
    connection.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto *address = reinterpret_cast<const sockaddr *>(&m_settings.address);
    if (connection.socket < 0 || ::connect(connection.socket, address, sizeof m_settings.address) != 0)
        return false;
    const int on = 1;
    ::setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    return ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, connection.socket, &event) == 0;
}

void Load::lose(Connection &connection)
{
    ++m_result.errors;
    ::close(connection.socket);
    connection.reader.reset();
    connection.busy = false;
    if (open(connection))
        m_free.push_back(&connection);
}

void Load::send(Connection &connection, Clock::time_point due)
{
    connection.busy = true;
    connection.due = due;
    const std::string &request = *connection.request;
    if (::send(connection.socket, request.data(), request.size(), 0) != ssize_t(request.size()))
        lose(connection);
}

void Load::receive(Connection &connection)
{
    std::array<char, 16 * 1024> buffer;
    const ssize_t size = ::recv(connection.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN)
        return;
    if (size <= 0 || !connection.busy)
        return lose(connection);
    switch (connection.reader.take({buffer.data(), size_t(size)})) {
    case AnswerReader::State::Incomplete:
        return;
    case AnswerReader::State::Complete:
        return answered(connection);
    case AnswerReader::State::Bad:
        return lose(connection);
    }
}

void Load::answered(Connection &connection)
{
    const auto now = Clock::now();
    if (isMeasured(now)) {
        ++m_result.answers;
        m_result.latency.add(std::uint64_t((now - connection.due).count()));
    }
    if (connection.reader.status() / 100 != 2)
        ++m_result.errors;
    connection.reader.reset();
    connection.busy = false;
    m_free.push_back(&connection);
}

void Load::sendDue(Clock::time_point now)
{
    const auto interval =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1 / m_settings.rate));
    for (; m_nextDue <= now; m_nextDue += interval)
        m_backlog.push_back(m_nextDue);
    while (!m_backlog.empty() && !m_free.empty()) {
        Connection *connection = m_free.back();
        m_free.pop_back();
        send(*connection, m_backlog.front());
        m_backlog.pop_front();
    }
}

void Load::sendOnFree(Clock::time_point now)
{
    std::vector<Connection *> free;
    free.swap(m_free);
    for (Connection *connection : free)
        send(*connection, now);
}

void Load::wait(Clock::time_point end)
{
    auto until = end;
    if (m_settings.rate > 0 && m_backlog.empty())
        until = std::min(until, m_nextDue);
    const auto left = std::max<Clock::duration>(until - Clock::now(), 0ns);
    const timespec timeout{left / 1s, (left % 1s).count()};
    std::array<epoll_event, 256> events;
    const int count = ::epoll_pwait2(m_epoll, events.data(), int(events.size()), &timeout, nullptr);
    for (int i = 0; i < count; ++i)
        receive(*static_cast<Connection *>(events[size_t(i)].data.ptr));
}

LoadResult Load::run()
{
    const auto toTicks = [](auto seconds) { return std::chrono::duration_cast<Clock::duration>(seconds); };
    m_nextDue = Clock::now();
    m_from = m_nextDue + toTicks(m_settings.warmUp);
    m_to = m_from + toTicks(m_settings.duration);
    for (auto now = m_nextDue; now < m_to; now = Clock::now()) {
        if (m_settings.rate > 0)
            sendDue(now);
        else
            sendOnFree(now);
        wait(m_to);
    }
    m_result.notSent = m_backlog.size();
    m_result.seconds = m_settings.duration.count();
    return m_result;
}

} // namespace bench
