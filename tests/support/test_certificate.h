// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTemporaryDir>

namespace signalbox::test {

// Writes `name`.pem and `name`.key into the folder, signed by itself or as `more` says. False when the openssl command
// fails.
inline bool makeCertificate(const QTemporaryDir &folder, const QString &name, const QStringList &more = {})
{
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"),
                  QStringList{QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                              QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                              QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                              QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                              QStringLiteral("/CN=localhost"), QStringLiteral("-keyout"),
                              folder.filePath(name + QStringLiteral(".key")), QStringLiteral("-out"),
                              folder.filePath(name + QStringLiteral(".pem"))}
                      + more);
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

// Null when a file is missing.
inline QSslConfiguration readConfiguration(const QTemporaryDir &folder, const QString &name)
{
    QFile key(folder.filePath(name + QStringLiteral(".key")));
    QFile certificate(folder.filePath(name + QStringLiteral(".pem")));
    if (!key.open(QIODevice::ReadOnly) || !certificate.open(QIODevice::ReadOnly))
        return {};
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(&certificate));
    configuration.setPrivateKey(QSslKey(&key, QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    return configuration;
}

// A configuration for a server with a certificate of its own making. Null when the openssl command fails.
inline QSslConfiguration selfSignedConfiguration()
{
    const QTemporaryDir folder;
    const QString name = QStringLiteral("own");
    return makeCertificate(folder, name) ? readConfiguration(folder, name) : QSslConfiguration();
}

// Likewise with one that an authority signed which nobody knows, and the authority's after it.
inline QSslConfiguration chainConfiguration()
{
    const QTemporaryDir folder;
    const QString authority = QStringLiteral("authority");
    const QString name = QStringLiteral("signed");
    const QStringList signedBy{QStringLiteral("-CA"), folder.filePath(QStringLiteral("authority.pem")),
                               QStringLiteral("-CAkey"), folder.filePath(QStringLiteral("authority.key"))};
    const QStringList asAuthority{QStringLiteral("-subj"), QStringLiteral("/CN=Nobody's authority")};
    if (!makeCertificate(folder, authority, asAuthority) || !makeCertificate(folder, name, signedBy))
        return {};
    QSslConfiguration configuration = readConfiguration(folder, name);
    const QSslCertificate issuer = readConfiguration(folder, authority).localCertificate();
    configuration.setLocalCertificateChain({configuration.localCertificate(), issuer});
    return configuration;
}

} // namespace signalbox::test
