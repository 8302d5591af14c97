// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tls_files.h"

#include <QProcess>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::app::ConfigurationError;
using signalbox::app::readTlsFiles;

// Certificates and keys as the openssl command writes them.
class TlsFilesTest : public QObject {
    Q_OBJECT

private slots:
    void takesAKeyAndItsCertificate_data()
    {
        QTest::addColumn<QStringList>("kind");
        QTest::newRow("RSA") << QStringList{u"rsa:2048"_s};
        QTest::newRow("EC") << QStringList{u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s};
    }

    void takesAKeyAndItsCertificate()
    {
        QFETCH(QStringList, kind);
        const QTemporaryDir folder;
        const auto read = readTlsFiles(makePair(folder, u"a"_s, kind), folder.filePath(u"a.key"_s));
        QVERIFY(std::holds_alternative<QSslConfiguration>(read));
        const auto &configuration = std::get<QSslConfiguration>(read);
        QVERIFY(!configuration.privateKey().isNull());
        QCOMPARE(configuration.allowedNextProtocols(), QByteArrayList({"http/1.1", "http/1.0"}));
    }

    void refusesAKeyOfAnotherCertificate()
    {
        const QTemporaryDir folder;
        const QString certificate = makePair(folder, u"a"_s, {u"rsa:2048"_s});
        makePair(folder, u"b"_s, {u"rsa:2048"_s});
        const auto read = readTlsFiles(certificate, folder.filePath(u"b.key"_s));
        QVERIFY(std::holds_alternative<ConfigurationError>(read));
        const QString message = std::get<ConfigurationError>(read).message;
        QVERIFY2(message.contains("is not that of the certificate"_L1), qPrintable(message));
    }

private:
    // Writes `name`.pem and `name`.key; returns the certificate's file.
    static QString makePair(const QTemporaryDir &folder, const QString &name, const QStringList &kind)
    {
        const QString certificate = folder.filePath(name + u".pem"_s);
        const QStringList files{u"-keyout"_s, folder.filePath(name + u".key"_s), u"-out"_s, certificate};
        QProcess::execute(u"openssl"_s,
                          QStringList{u"req"_s, u"-x509"_s, u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s,
                                      u"/CN=localhost"_s, u"-newkey"_s}
                              + kind + files);
        return certificate;
    }
};

QTEST_GUILESS_MAIN(TlsFilesTest)
#include "tls_files_test.moc"
