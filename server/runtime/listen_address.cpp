// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/listen_address.h"

#include <QTcpServer>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

QHostAddress parseHost(const QString &host)
{
    return host == "localhost"_L1 ? QHostAddress(QHostAddress::LocalHost) : QHostAddress(host);
}

QHostAddress reachable(const QHostAddress &host)
{
    if (host == QHostAddress::AnyIPv4 || host == QHostAddress::Any)
        return QHostAddress::LocalHost;
    return host == QHostAddress::AnyIPv6 ? QHostAddress(QHostAddress::LocalHostIPv6) : host;
}

} // namespace

ListenAddress ListenAddress::find(const QString &host, quint16 port)
{
    ListenAddress address{parseHost(host), port, {}, false};
    if (address.host.isNull()) {
        address.error = u"\"%1\" is no address to listen on; give an IP address or localhost"_s.arg(host);
        return address;
    }
    QTcpServer look;
    if (look.listen(address.host, port)) {
        address.port = look.serverPort();
        return address;
    }
    address.isPortTaken = look.serverError() == QAbstractSocket::AddressInUseError;
    address.error = address.isPortTaken
        ? u"Port %1 is taken by another program; choose another with --port"_s.arg(port)
        : u"Can't listen on %1 port %2: %3"_s.arg(host).arg(port).arg(look.errorString());
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
