// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mail_error.h"
#include "mail/mail_message.h"
#include "mail/outbox_folder.h"
#include "utc_time.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <thread>

using namespace signalbox::mail;
using namespace Qt::Literals::StringLiterals;

namespace {

MailMessage message(const QString &id, int second = 5)
{
    MailMessage made;
    made.from = {{}, u"signalbox@localhost"_s};
    made.to = {{}, u"ada@example.org"_s};
    made.subject = u"Welcome"_s;
    made.text = u"Hello.\n"_s;
    made.date = signalbox::utcTime(1'767'323'040'678 + second * 1000);
    made.id = id;
    return made;
}

QStringList filesIn(const QString &path)
{
    return QDir(path).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

mode_t modeOf(const QString &path)
{
    struct stat status = {};
    ::stat(QFile::encodeName(path).constData(), &status);
    return status.st_mode & 0777;
}

QString problemOf(OutboxFolder &outbox)
{
    try {
        outbox.put(message(u"a"_s));
    } catch (const MailError &error) {
        return error.isPermanent() ? u"permanent"_s : error.message();
    }
    return {};
}

} // namespace

class OutboxFolderTest : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(u"data/outbox"_s);
    }

    void putsAMessage()
    {
        OutboxFolder outbox(m_path);
        outbox.put(message(u"welcome-17"_s));
        QCOMPARE(filesIn(m_path), QStringList{u"20260102T030405.678Z-welcome-17.eml"_s});
        const QString file = m_path + u"/20260102T030405.678Z-welcome-17.eml"_s;
        QCOMPARE(contentOf(file), message(u"welcome-17"_s).encoded());
        QCOMPARE(modeOf(m_path), mode_t(0700));
        QCOMPARE(modeOf(file), mode_t(0600));
    }

    void replacesWhatIsSentAgain()
    {
        OutboxFolder outbox(m_path);
        outbox.put(message(u"welcome-17"_s, 5));
        outbox.put(message(u"7"_s, 5));
        outbox.put(message(u"welcome-17"_s, 5));
        outbox.put(message(u"welcome-17"_s, 9));
        const QStringList expected{u"20260102T030405.678Z-7.eml"_s, u"20260102T030409.678Z-welcome-17.eml"_s};
        QCOMPARE(filesIn(m_path), expected);
    }

    void keepsTheNewest()
    {
        OutboxFolder outbox(m_path, 3);
        for (int i = 0; i < 10; ++i)
            outbox.put(message(QString::number(i), i));
        const QStringList newest{u"20260102T030407.678Z-7.eml"_s, u"20260102T030408.678Z-8.eml"_s,
                                 u"20260102T030409.678Z-9.eml"_s};
        QCOMPARE(filesIn(m_path), newest);
        outbox.put(message(u"late"_s, 0)); // of a job that was retried for long: it was asked for just now
        QVERIFY(filesIn(m_path).contains(u"20260102T030400.678Z-late.eml"_s));
        QCOMPARE(filesIn(m_path).size(), 3);
    }

    void leavesOthersFilesAlone()
    {
        OutboxFolder outbox(m_path, 1);
        outbox.put(message(u"a"_s));
        const QStringList others{u"notes.txt"_s, u"kept.eml"_s, u".hidden"_s};
        for (const QString &name : others) {
            QFile file(m_path + u'/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        outbox.put(message(u"b"_s));
        for (const QString &name : others)
            QVERIFY(filesIn(m_path).contains(name));
        QCOMPARE(filesIn(m_path).size(), 4);
    }

    void removesWhatADeadProcessLeft()
    {
        OutboxFolder outbox(m_path);
        outbox.put(message(u"a"_s));
        const auto make = [this](const QString &name, qint64 seconds) {
            QFile file(m_path + u'/' + name);
            return file.open(QIODevice::WriteOnly)
                && file.setFileTime(QDateTime::currentDateTimeUtc().addSecs(seconds), QFile::FileModificationTime);
        };
        QVERIFY(make(u".abcdef.tmp"_s, -7200));
        QVERIFY(make(u".ghijkl.tmp"_s, -10));
        outbox.put(message(u"a"_s));
        const QStringList left{u".ghijkl.tmp"_s, u"20260102T030405.678Z-a.eml"_s};
        QCOMPARE(filesIn(m_path), left);
    }

    void saysWhatItCannotWrite()
    {
        QVERIFY(QDir().mkpath(m_folder->filePath(u"data"_s)));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly)); // where the folder should be
        OutboxFolder outbox(m_path);
        QCOMPARE(
            problemOf(outbox),
            u"The outbox %1 can't be written to: Not a directory; choose another folder by mail.outbox"_s.arg(m_path));
        OutboxFolder below(m_path + u"/below"_s);
        QVERIFY(problemOf(below).contains(u"Not a directory"_s));
    }

    void leavesNothingOfWhatFailed()
    {
        OutboxFolder outbox(m_path);
        outbox.put(message(u"b"_s));
        // A folder that isn't empty is in the way of the name.
        QVERIFY(QDir().mkpath(m_path + u"/20260102T030405.678Z-a.eml/in the way"_s));
        QVERIFY(problemOf(outbox).contains(u"can't be written to"_s));
        QCOMPARE(filesIn(m_path), QStringList{u"20260102T030405.678Z-b.eml"_s});
    }

    void refusesAMessageThatIsNone()
    {
        OutboxFolder outbox(m_path);
        QVERIFY_THROWS_EXCEPTION(MailError, outbox.put(message(u"../a"_s)));
        QVERIFY(!QFile::exists(m_path));
    }

    void isUsedByManyThreads()
    {
        OutboxFolder outbox(m_path, 50);
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&outbox, thread] {
                for (int i = 0; i < 20; ++i)
                    outbox.put(message(u"%1-%2"_s.arg(thread).arg(i), i));
            });
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(filesIn(m_path).size(), 50);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(OutboxFolderTest)
#include "outbox_folder_test.moc"
