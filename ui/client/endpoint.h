// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QColor>
#include <QSslCertificate>
#include <QString>
#include <QUrl>

namespace signalbox::ui {

// A server that the window can watch: where it is, and how a person tells it from others. A value.
struct Endpoint {
    QUrl url; // http://127.0.0.1:3000
    QByteArray token; // of an admin
    QString name; // "This machine", "staging"
    QColor color;
    bool local = false; // runs in this process, can be started and stopped from here

    // Of the admin who signed in with a password; empty for a token that was given as such.
    QString email = {};
    QByteArray refreshToken = {};
    qint64 tokenEndsAtMs = 0; // since the epoch

    // Of a server whose certificate is known: it must show this one, whoever signed it for whatever name, and no other.
    // Null: one that this machine trusts.
    QSslCertificate certificate = QSslCertificate();

    // What came from the other one may be shown under the name of this one.
    bool isSameServerAs(const Endpoint &other) const
    {
        return local || other.local ? local == other.local : url == other.url;
    }

    static Endpoint thisMachine(const QUrl &url = {}, const QByteArray &token = {},
                                const QSslCertificate &certificate = QSslCertificate())
    {
        return {url, token, QStringLiteral("This machine"), QColor(0x6d6af8), true, {}, {}, 0, certificate};
    }
};

} // namespace signalbox::ui
