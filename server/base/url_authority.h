// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace signalbox {

// What stands in a URL between // and the next /, percent-decoded. A value. Taken apart here and not by QUrl, which
// refuses a host that is a percent-encoded path.
struct UrlAuthority {
    static UrlAuthority of(const QString &text); // user:password@host:port

    // Of what may be empty; -1 when it is no number from 1 to 65535.
    int portOr(int usual) const;

    QString user;
    QString password;
    QString host; // without the brackets of an IPv6 address
    QString port;
};

// Percent-encoded as a part of a URL; an IPv6 address in brackets.
QString urlEncoded(const QString &part);
QString urlHost(const QString &host);

} // namespace signalbox
