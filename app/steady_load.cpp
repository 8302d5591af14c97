// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "steady_load.h"

#include <QHostAddress>
#include <QTcpSocket>

#include <array>
#include <chrono>
#include <cmath>

namespace signalbox::app {

namespace {

using namespace std::chrono_literals;

constexpr auto Beat = 10ms;
constexpr int BeatsInSecond = 1s / Beat;
constexpr int BeatsInWave = 20 * BeatsInSecond;
constexpr int OneInFails = 400;

QByteArray get(const QByteArray &target)
{
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

const QByteArray &request(int number)
{
    static const std::array<QByteArray, 5> usual{get("/demo/echo?name=ada"), get("/health"),
                                                 get("/demo/echo?name=grace"),
                                                 "POST /demo/echo HTTP/1.1\r\nHost: localhost\r\n"
                                                 "Content-Type: application/json\r\nContent-Length: 16\r\n\r\n"
                                                 "{\"name\": \"barb\"}",
                                                 get("/demo/echo?name=linus")};
    static const std::array<QByteArray, 2> failing{get("/demo/fail?status=503"), get("/users/41")};
    const auto at = std::size_t(number);
    return number % OneInFails == 0 ? failing[at / OneInFails % 2] : usual[at % usual.size()];
}

// Swings by a third, as traffic does.
int inBeat(int beat, int perSecond)
{
    constexpr double turn = 2 * 3.14159265;
    return int(std::lround(perSecond * (1 + 0.33 * std::sin(turn * beat / BeatsInWave)) / BeatsInSecond));
}

void send(const std::stop_token &stop, quint16 port, int perSecond)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    if (!socket.waitForConnected(1000))
        return qWarning("No load: %s", qPrintable(socket.errorString()));
    auto next = std::chrono::steady_clock::now();
    int number = 0;
    for (int beat = 0; !stop.stop_requested() && socket.state() == QTcpSocket::ConnectedState; ++beat) {
        for (const int last = number + inBeat(beat, perSecond); number < last; ++number)
            socket.write(request(number));
        socket.flush();
        while (socket.waitForReadyRead(1))
            socket.readAll();
        std::this_thread::sleep_until(next += Beat);
    }
}

} // namespace

SteadyLoad::SteadyLoad(quint16 port, int perSecond)
    : m_thread([port, perSecond](const std::stop_token &stop) { send(stop, port, perSecond); })
{
}

} // namespace signalbox::app
