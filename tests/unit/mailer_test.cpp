// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mail_error.h"
#include "mail/mail_settings.h"
#include "mail/mailer.h"
#include "mail/welcome_message.h"
#include "utc_time.h"

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace signalbox::mail;
using namespace Qt::Literals::StringLiterals;

namespace {

MailMessage welcome(const QString &name = u"Ada"_s, const QString &id = u"welcome-17"_s)
{
    return welcomeMessage(name, u"ada@example.org"_s, id, signalbox::utcTime(1'767'323'045'678));
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QCoro::Task<QString> problemOfSending(Mailer &mailer, MailMessage message)
{
    try {
        co_await mailer.send(message);
    } catch (const MailError &error) {
        co_return (error.isPermanent() ? u"permanent: "_s : u"transient: "_s) + error.message();
    }
    co_return QString();
}

} // namespace

class MailerTest : public QObject {
    Q_OBJECT

private slots:
    void putsMailIntoTheDataFolder()
    {
        const QTemporaryDir folder;
        Mailer mailer({}, folder.path());
        QCOMPARE(mailer.target(), folder.filePath(u"outbox"_s));
        QCOMPARE(QCoro::waitFor(problemOfSending(mailer, welcome())), QString());
        const QByteArray kept = contentOf(folder.filePath(u"outbox/20260102T030405.678Z-welcome-17.eml"_s));
        QVERIFY(kept.contains("From: Signalbox <signalbox@localhost>\r\nTo: Ada <ada@example.org>\r\n"));
        QVERIFY(kept.contains("Message-ID: <welcome-17@localhost>\r\nSubject: Welcome to Signalbox\r\n"));
    }

    void putsMailIntoTheFolderThatIsNamed()
    {
        const QTemporaryDir folder;
        MailSettings settings;
        settings.from = u"Ops <ops@example.com>"_s;
        settings.outboxFolder = folder.filePath(u"mail"_s);
        settings.outboxMessages = 2;
        Mailer mailer(settings, folder.path());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(QCoro::waitFor(problemOfSending(mailer, welcome(u"Ada"_s, QString::number(i)))), QString());
        const QStringList files = QDir(folder.filePath(u"mail"_s)).entryList(QDir::Files);
        QCOMPARE(files.size(), 2);
        QVERIFY(contentOf(folder.filePath(u"mail/"_s + files.last())).contains("From: Ops <ops@example.com>\r\n"));
    }

    void tellsWhatItCannotSend()
    {
        const QTemporaryDir folder;
        Mailer mailer({}, folder.path());
        MailMessage message = welcome();
        message.subject = u"a\nb"_s;
        const QString problem = QCoro::waitFor(problemOfSending(mailer, message));
        QVERIFY2(problem.startsWith("permanent: The subject must"_L1), qPrintable(problem));
    }

    void saysWhatIsWrongWithItsSettings()
    {
        MailSettings settings;
        settings.smtpUrl = u"http://host"_s;
        Mailer mailer(settings, {});
        QVERIFY(mailer.errorString().startsWith("mail.smtp-url: a mail server is"_L1));
        const QString problem = QCoro::waitFor(problemOfSending(mailer, welcome()));
        QCOMPARE(problem, u"permanent: "_s + mailer.errorString());
    }

    void showsNoPassword()
    {
        MailSettings settings;
        settings.smtpUrl = u"smtp://ada:secret@mail.example.com"_s;
        const Mailer mailer(settings, {});
        QCOMPARE(mailer.target(), u"smtp://ada@mail.example.com:587"_s);
    }

    void boundsWhatWaits()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        MailSettings settings;
        settings.smtpUrl = u"smtp://127.0.0.1:%1"_s.arg(silent.serverPort());
        settings.connections = 1;
        settings.queued = 1;
        auto mailer = std::make_unique<Mailer>(settings, QString());
        std::vector<QCoro::Task<QString>> tasks;
        for (int i = 0; i < 3; ++i)
            tasks.push_back(problemOfSending(*mailer, welcome()));
        QCOMPARE(QCoro::waitFor(tasks[2]), u"transient: Too many messages wait to be sent"_s);
        mailer.reset(); // whoever waits is told
        QVERIFY(QCoro::waitFor(tasks[0]).endsWith("Signalbox stops"_L1));
        QVERIFY(QCoro::waitFor(tasks[1]).endsWith("Signalbox stops"_L1));
    }

    void welcomesAnybody_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"Ada"_s << u"Ada"_s;
        QTest::newRow("lines") << u"Ada\r\nBcc: eve@example.com"_s << u"Ada Bcc: eve@example.com"_s;
        QTest::newRow("control characters") << u"A\u0000\u0007b\u0085c"_s << u"A b c"_s;
        QTest::newRow("what looks like a place for a value") << u"%1 %2 %3"_s << u"%1 %2 %3"_s;
        QTest::newRow("the longest that a user may have") << u"ж"_s.repeated(200) << u"ж"_s.repeated(200);
    }

    void welcomesAnybody()
    {
        QFETCH(QString, name);
        QFETCH(QString, shown);
        MailMessage message = welcome(name);
        message.from.address = u"a@localhost"_s;
        QCOMPARE(message.to.name, shown);
        QVERIFY(message.text.startsWith(u"Hello %1,\n"_s.arg(shown)));
        QVERIFY(message.text.contains(u"this address, ada@example.org, and"_s));
        QVERIFY(!message.encoded().contains("\r\nBcc"));
    }
};

QTEST_GUILESS_MAIN(MailerTest)
#include "mailer_test.moc"
