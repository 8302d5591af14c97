// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/url_authority.h"

#include <QUrl>

namespace signalbox {

namespace {

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

} // namespace

UrlAuthority UrlAuthority::of(const QString &text)
{
    UrlAuthority authority;
    const qsizetype at = text.lastIndexOf(u'@');
    if (at >= 0) {
        const QString who = text.left(at);
        authority.user = decoded(who.section(u':', 0, 0));
        authority.password = decoded(who.section(u':', 1));
    }
    const QString where = text.mid(at + 1);
    const qsizetype bracket = where.lastIndexOf(u']');
    const qsizetype colon = where.lastIndexOf(u':');
    const bool hasPort = colon > bracket;
    QString host = hasPort ? where.left(colon) : where;
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    authority.host = decoded(host);
    authority.port = hasPort ? where.mid(colon + 1) : QString();
    return authority;
}

int UrlAuthority::portOr(int usual) const
{
    if (port.isEmpty())
        return usual;
    bool isNumber = false;
    const int number = port.toInt(&isNumber);
    return isNumber && number >= 1 && number <= 65535 ? number : -1;
}

QString urlEncoded(const QString &part)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

QString urlHost(const QString &host)
{
    return host.contains(u':') ? u'[' + host + u']' : urlEncoded(host);
}

} // namespace signalbox
