// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/jwt_secrets.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using signalbox::auth::JwtSecrets;

class JwtSecretsTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString file() const { return m_folder.filePath(u"jwt-secret"_s); }
    JwtSecrets load(const QByteArrayList &configured = {}) const
    {
        return JwtSecrets::load(m_folder.path(), configured);
    }
    void write(const QByteArray &content) const
    {
        QFile secrets(file());
        QVERIFY(secrets.open(QIODevice::WriteOnly));
        secrets.write(content);
    }

private slots:
    void cleanup() { QFile::remove(file()); }

    void oneIsMadeAndKept()
    {
        const JwtSecrets made = load();
        QVERIFY2(made.isValid(), qPrintable(made.errorString()));
        QVERIFY(made.signing().size() >= JwtSecrets::shortest);
        QCOMPARE(load().all(), made.all());
        QCOMPARE(QFile::permissions(file()) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
    }

    void othersMayNotReadItEvenIfTheyMightBefore()
    {
        write(QByteArray(40, 'x'));
        QFile::setPermissions(file(), QFile::ReadOwner | QFile::ReadOther);
        QVERIFY(load().isValid());
        QVERIFY(!(QFile::permissions(file()) & QFile::ReadOther));
    }

    void configuredOnesComeBeforeTheFile()
    {
        const QByteArrayList configured{QByteArray(32, 'a'), QByteArray(32, 'b')};
        QCOMPARE(load(configured).all(), configured);
        QVERIFY(!QFile::exists(file()));
    }

    void theFileMayHaveSeveral()
    {
        write(QByteArray(32, 'a') + "\n\n" + QByteArray(32, 'b') + "\n");
        QCOMPARE(load().all(), (QByteArrayList{QByteArray(32, 'a'), QByteArray(32, 'b')}));
    }

    void shortOnesAreRefusedAndNotShown()
    {
        const JwtSecrets secrets = load({QByteArray(32, 'a'), "contract-test-secret"});
        QVERIFY(!secrets.isValid());
        QVERIFY(secrets.errorString().contains("32"_L1));
        QVERIFY(!secrets.errorString().contains("contract"_L1));
    }

    void aShortOneInTheFileIsRefused()
    {
        write("short\n");
        QVERIFY(load().errorString().contains(file()));
    }

    void tooManyAreRefused() { QVERIFY(!load(QByteArrayList(JwtSecrets::most + 1, QByteArray(32, 'a'))).isValid()); }
};

QTEST_GUILESS_MAIN(JwtSecretsTest)
#include "jwt_secrets_test.moc"
