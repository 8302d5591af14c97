// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/listen_address.h"

#include "gate/gate.h"

#include <cerrno>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

// "::" is every address of both families, as other servers have it.
QHostAddress parseHost(const QString &host)
{
    const QHostAddress address(host == "localhost"_L1 ? u"127.0.0.1"_s : host);
    return address == QHostAddress::AnyIPv6 ? QHostAddress(QHostAddress::Any) : address;
}

QHostAddress reachable(const QHostAddress &host)
{
    const bool isEvery = host == QHostAddress::AnyIPv4 || host == QHostAddress::Any;
    return isEvery ? QHostAddress(QHostAddress::LocalHost) : host;
}

} // namespace

ListenAddress ListenAddress::find(const QString &host, quint16 port)
{
    ListenAddress address{parseHost(host), port, {}, false};
    if (address.host.isNull()) {
        address.error = u"\"%1\" is no address to listen on; give an IP address or localhost"_s.arg(host);
        return address;
    }
    if (const auto found = gate::Gate::findPort(address.host, port)) {
        address.port = *found;
        return address;
    }
    const int reason = errno;
    address.isPortTaken = reason == EADDRINUSE;
    address.error = address.isPortTaken
        ? u"Port %1 is taken by another program; choose another with --port"_s.arg(port)
        : u"Can't listen on %1 port %2: %3"_s.arg(host).arg(port).arg(qt_error_string(reason));
    return address;
}

QUrl ListenAddress::url(bool tls) const
{
    QUrl url;
    url.setScheme(tls ? u"https"_s : u"http"_s);
    url.setHost(reachable(host).toString());
    url.setPort(port);
    return url;
}

} // namespace signalbox
