// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tls_files.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

#include <memory>
#include <openssl/pem.h>
#include <openssl/x509.h>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

QSslKey readKey(const QByteArray &pem)
{
    for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa}) {
        QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

int noPassword(char *, int, int, void *)
{
    return 0; // else OpenSSL asks for it on the terminal
}

// Qt finds a key that isn't the certificate's only when the first client comes. Not by QSslKey::handle(), whose type
// depends on the kind of key.
bool belongTogether(const QSslCertificate &certificate, const QByteArray &keyPem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new_mem_buf(keyPem.constData(), int(keyPem.size())),
                                                         &BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(text.get(), nullptr, &noPassword, nullptr), &EVP_PKEY_free);
    const QByteArray der = certificate.toDer();
    const auto *bytes = reinterpret_cast<const unsigned char *>(der.constData());
    const std::unique_ptr<X509, decltype(&X509_free)> x509(d2i_X509(nullptr, &bytes, long(der.size())), &X509_free);
    return key && x509 && X509_check_private_key(x509.get(), key.get()) == 1;
}

QSslConfiguration serverConfiguration(const QList<QSslCertificate> &chain, const QSslKey &key)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone); // of clients no certificate is asked
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    // Qt answers a client that offers nothing of these (curl --http1.0) with an extension that it can't read.
    configuration.setAllowedNextProtocols({"http/1.1"_ba, "http/1.0"_ba});
    return configuration;
}

} // namespace

std::variant<QSslConfiguration, ConfigurationError> readTlsFiles(const QString &certificate, const QString &key)
{
    QFile certificateFile(certificate);
    if (!certificateFile.open(QIODevice::ReadOnly))
        return ConfigurationError{u"tls-cert: %1 can't be read: %2"_s.arg(certificate, certificateFile.errorString())};
    const auto chain = QSslCertificate::fromData(certificateFile.readAll(), QSsl::Pem);
    if (chain.isEmpty())
        return ConfigurationError{u"tls-cert: %1 holds no certificate in PEM form"_s.arg(certificate)};

    QFile keyFile(key);
    if (!keyFile.open(QIODevice::ReadOnly))
        return ConfigurationError{u"tls-key: %1 can't be read: %2"_s.arg(key, keyFile.errorString())};
    const QByteArray keyPem = keyFile.readAll();
    const QSslKey privateKey = readKey(keyPem);
    if (privateKey.isNull())
        return ConfigurationError{u"tls-key: %1 holds no private key in PEM form without a password"_s.arg(key)};
    if (!belongTogether(chain.first(), keyPem))
        return ConfigurationError{
            u"tls-key: the key in %1 is not that of the certificate in %2"_s.arg(key, certificate)};
    return serverConfiguration(chain, privateKey);
}

} // namespace signalbox::app
