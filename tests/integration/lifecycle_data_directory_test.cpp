// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/data_directory.h"
#include "runtime/run_token.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using signalbox::DataDirectory;
using signalbox::RunToken;

namespace {

unsigned modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : 0;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class LifecycleDataDirectoryTest : public QObject {
    Q_OBJECT

private slots:
    void isMadeForItsOwnerAlone()
    {
        QTemporaryDir parent;
        DataDirectory directory(parent.filePath(u"a/b/signalbox"_s));
        QVERIFY2(directory.open(), qPrintable(directory.errorString()));
        QCOMPARE(modeOf(directory.path()), 0700u);
    }

    void secondHolderIsRefusedByThePidOfTheFirst()
    {
        QTemporaryDir parent;
        DataDirectory first(parent.path());
        DataDirectory second(parent.path());
        QVERIFY(first.open());
        QVERIFY(!second.open());
        QVERIFY2(second.errorString().contains(u"pid %1"_s.arg(::getpid())), qPrintable(second.errorString()));
        QVERIFY(second.errorString().contains("--data-dir"_L1));
    }

    void isFreeOnceItsHolderIsGone()
    {
        QTemporaryDir parent;
        {
            DataDirectory first(parent.path());
            QVERIFY(first.open());
        }
        DataDirectory second(parent.path());
        QVERIFY(second.open());
    }

    void folderThatCantBeMadeIsNamed()
    {
        QTemporaryDir parent;
        write(parent.filePath(u"file"_s), "");
        DataDirectory directory(parent.filePath(u"file/signalbox"_s));
        QVERIFY(!directory.open());
        QVERIFY2(directory.errorString().contains(parent.filePath(u"file"_s)), qPrintable(directory.errorString()));
    }

    void tokenIsMadeOnceAndKept()
    {
        QTemporaryDir directory;
        const auto first = RunToken::load(directory.path(), {});
        QVERIFY2(first.isValid(), qPrintable(first.errorString()));
        QVERIFY(first.value().size() >= 43); // 256 bits in base64
        QCOMPARE(modeOf(directory.filePath(u"admin-token"_s)), 0600u);
        QCOMPARE(RunToken::load(directory.path(), {}).value(), first.value());
    }

    void tokensOfTwoFoldersDiffer()
    {
        QTemporaryDir one;
        QTemporaryDir other;
        QVERIFY(RunToken::load(one.path(), {}).value() != RunToken::load(other.path(), {}).value());
    }

    void environmentBeatsTheFolder()
    {
        QTemporaryDir directory;
        RunToken::load(directory.path(), {});
        QCOMPARE(RunToken::load(directory.path(), "0123456789abcdef").value(), "0123456789abcdef"_ba);
    }

    void tokenFileThatOthersMayReadIsClosedToThem()
    {
        QTemporaryDir directory;
        const QString name = directory.filePath(u"admin-token"_s);
        write(name, "0123456789abcdef\n");
        ::chmod(QFile::encodeName(name).constData(), 0644);
        QCOMPARE(RunToken::load(directory.path(), {}).value(), "0123456789abcdef"_ba);
        QCOMPARE(modeOf(name), 0600u);
    }

    void badTokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("short") << "0123456789abcde"_ba;
        QTest::newRow("space") << "0123456789 abcdef"_ba;
        QTest::newRow("comma, which ends a subprotocol") << "0123456789,abcdef"_ba;
        QTest::newRow("long") << QByteArray(300, 'a');
    }

    void badTokenIsRefused()
    {
        QFETCH(QByteArray, token);
        QTemporaryDir directory;
        const auto refused = RunToken::load(directory.path(), token);
        QVERIFY(!refused.isValid());
        QVERIFY(refused.errorString().contains("SIGNALBOX_ADMIN_TOKEN"_L1));
    }

    void spoiledTokenFileSaysWhatToDo()
    {
        QTemporaryDir directory;
        write(directory.filePath(u"admin-token"_s), "short");
        const auto refused = RunToken::load(directory.path(), {});
        QVERIFY(!refused.isValid());
        QVERIFY(refused.errorString().contains("delete the file"_L1));
    }
};

QTEST_GUILESS_MAIN(LifecycleDataDirectoryTest)
#include "lifecycle_data_directory_test.moc"
