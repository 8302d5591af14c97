// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/measured_load.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::test {

namespace {

// Blocking: an event loop would be part of what is measured.
class Connection {
public:
    explicit Connection(quint16 port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval patience{10, 0};
        const int isOn = 1;
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &isOn, sizeof isOn);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        m_isUsable = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~Connection() { ::close(m_socket); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    bool isUsable() const { return m_isUsable; }

    // The answer with its head in small letters; empty when none came.
    QByteArray ask(const QByteArray &request)
    {
        m_isUsable =
            m_isUsable && ::send(m_socket, request.constData(), size_t(request.size()), MSG_NOSIGNAL) == request.size();
        QByteArray answer;
        while (m_isUsable && !isWhole(answer)) {
            char buffer[8192];
            const ssize_t size = ::recv(m_socket, buffer, sizeof buffer, 0);
            m_isUsable = size > 0;
            if (m_isUsable)
                answer.append(buffer, size);
        }
        return m_isUsable ? answer.toLower() : QByteArray();
    }

private:
    static bool isWhole(const QByteArray &answer)
    {
        const qsizetype end = answer.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        const QByteArray head = answer.first(end).toLower() + "\r\n";
        const QByteArray field = "\r\ncontent-length:";
        const qsizetype at = head.indexOf(field);
        if (at < 0)
            return true;
        const qsizetype from = at + field.size();
        const auto length = head.sliced(from, head.indexOf('\r', from) - from).trimmed().toLongLong();
        return answer.size() >= end + 4 + length;
    }

    int m_socket;
    bool m_isUsable = false;
};

} // namespace

MeasuredLoad::MeasuredLoad(quint16 port, const QList<QByteArrayList> &requests, std::chrono::milliseconds pause)
    : m_port(port)
    , m_pause(pause)
{
    for (const QByteArrayList &own : requests)
        m_threads.emplace_back([this, own] { run(own); });
}

MeasuredLoad::~MeasuredLoad()
{
    m_isOver = true;
    for (std::thread &thread : m_threads)
        thread.join();
}

void MeasuredLoad::run(const QByteArrayList &requests)
{
    auto connection = std::make_unique<Connection>(m_port);
    for (qsizetype i = 0; !m_isOver; i = (i + 1) % requests.size()) {
        if (!connection->isUsable())
            connection = std::make_unique<Connection>(m_port);
        Sample sample;
        sample.sent = Clock::now();
        const QByteArray answer = connection->ask(requests[i]);
        sample.took = Clock::now() - sample.sent;
        sample.status = answer.mid(sizeof "http/1.1", 3).toInt();
        sample.isRead = requests[i].startsWith("GET");
        sample.isHit = answer.contains("\r\nx-cache: hit\r\n");
        {
            const std::lock_guard lock(m_mutex);
            m_samples.push_back(sample);
        }
        std::this_thread::sleep_for(m_pause);
    }
}

MeasuredLoad::Samples MeasuredLoad::samples() const
{
    const std::lock_guard lock(m_mutex);
    return m_samples;
}

qsizetype MeasuredLoad::countSince(Clock::time_point from) const
{
    const std::lock_guard lock(m_mutex);
    return std::count_if(m_samples.begin(), m_samples.end(), [from](const Sample &each) { return each.sent >= from; });
}

MeasuredLoad::Samples MeasuredLoad::between(const Samples &all, Clock::time_point from, Clock::time_point to)
{
    Samples some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some),
                 [&](const Sample &each) { return each.sent >= from && each.sent < to; });
    return some;
}

double MeasuredLoad::percentile(const Samples &samples, double share)
{
    if (samples.empty())
        return 0;
    std::vector<double> times;
    for (const Sample &each : samples)
        times.push_back(each.took.count());
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, std::size_t(double(times.size()) * share))];
}

} // namespace signalbox::test
