// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mail_error.h"
#include "mail/mail_message.h"
#include "utc_time.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace signalbox::mail;
using namespace Qt::Literals::StringLiterals;

namespace {

MailMessage sample()
{
    MailMessage message;
    message.from = {u"Signalbox"_s, u"signalbox@example.com"_s};
    message.to = {u"Ada Lovelace"_s, u"ada@example.org"_s};
    message.subject = u"Welcome"_s;
    message.text = u"Hello.\n"_s;
    message.date = signalbox::utcTime(1'767'323'045'678);
    message.id = u"welcome-17"_s;
    return message;
}

// What somebody else's reader makes of it.
QJsonObject readByPython(const QByteArray &encoded)
{
    static const QString script = uR"(
import email, email.header, email.policy, email.utils, json, sys
message = email.message_from_string(sys.stdin.buffer.read().decode(), policy=email.policy.default)
address = lambda field: message[field].addresses[0]
raw = next(value for name, value in message.raw_items() if name == "To").replace("\r\n", "")
name = str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(raw)[0])))
print(json.dumps({
    "from": address("From").addr_spec, "to": address("To").addr_spec,
    "name": name, "subject": message["Subject"],
    "date": message["Date"].datetime.isoformat(), "id": message["Message-ID"],
    "type": message.get_content_type(), "charset": message.get_content_charset(),
    "text": message.get_content(),
    "defects": len(message.defects) + sum(len(value.defects) for value in message.values()),
}))
)"_s;
    QProcess python;
    python.start(u"python3"_s, {u"-ISc"_s, script});
    python.write(encoded);
    python.closeWriteChannel();
    if (!python.waitForFinished())
        return {};
    if (python.exitCode() != 0)
        qWarning().noquote() << python.readAllStandardError();
    return QJsonDocument::fromJson(python.readAllStandardOutput()).object();
}

QString problemOf(const MailMessage &message)
{
    try {
        message.encoded();
    } catch (const MailError &error) {
        return error.isPermanent() ? error.message() : u"transient"_s;
    }
    return {};
}

qsizetype longestLine(const QByteArray &text)
{
    qsizetype longest = 0;
    for (const QByteArray &line : text.split('\n'))
        longest = qMax(longest, line.size() - line.endsWith('\r'));
    return longest;
}

} // namespace

class MailMessageTest : public QObject {
    Q_OBJECT

private slots:
    void isWrittenAsRfc5322HasIt()
    {
        QCOMPARE(sample().encoded(),
                 "Date: Fri, 02 Jan 2026 03:04:05 +0000\r\n"
                 "From: Signalbox <signalbox@example.com>\r\n"
                 "To: Ada Lovelace <ada@example.org>\r\n"
                 "Message-ID: <welcome-17@example.com>\r\n"
                 "Subject: Welcome\r\n"
                 "Auto-Submitted: auto-generated\r\n"
                 "MIME-Version: 1.0\r\n"
                 "Content-Type: text/plain; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n"
                 "\r\n"
                 "Hello.\r\n"_ba);
    }

    void tellsTheTimeInUtc()
    {
        MailMessage message = sample();
        message.date = QDateTime::fromString(u"2026-07-01T01:30:00+02:00"_s, Qt::ISODate);
        QVERIFY(message.encoded().startsWith("Date: Tue, 30 Jun 2026 23:30:00 +0000\r\n"));
    }

    void isReadAsItWasMeant_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("subject");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *what, const QString &name, const QString &subject, const QString &text) {
            QTest::newRow(what) << name << subject << text;
        };
        row("plain", u"Ada"_s, u"Hello"_s, u"One\nTwo\n"_s);
        row("no name, no subject, no text", {}, {}, u"\n"_s);
        row("umlauts", u"Zoë Müller"_s, u"Grüße aus Zürich"_s, u"Schöne Grüße\n"_s);
        row("another script", u"山田 太郎"_s, u"ようこそ"_s, u"こんにちは\n"_s);
        row("emoji", u"Ada \U0001F680"_s, u"\U0001F468\u200D\U0001F469\u200D\U0001F467 welcome \U0001F389"_s,
            u"\U0001F389\n"_s);
        row("long words of others", u"ж"_s.repeated(200), u"\U0001F389"_s.repeated(200), u"ж"_s.repeated(900) + u'\n');
        row("long in plain words", u"Ada "_s.repeated(40).trimmed(), u"some words "_s.repeated(60).trimmed(),
            u"some words "_s.repeated(200) + u"end\n"_s);
        row("a word too long for a line", u"a"_s.repeated(200), u"x"_s.repeated(990), u"x"_s.repeated(3000) + u'\n');
        row("what means something in an address", u"Lovelace, Ada (\"Countess\") <x@y.z>; \\"_s, u"a: b; <c>"_s,
            u"=3D = == .\n..\n.\nFrom me\n"_s);
        row("what looks encoded", u"=?UTF-8?B?QQ==?="_s, u"=?utf-8?q?a_b?="_s, u"=41=\n"_s);
        row("blanks", u" a  b "_s, u"  two  blanks  "_s, u"ends in blanks  \n\ttabs\t\n   \n\n\n"_s);
        row("a dot that would be a name's", u"Dr. A. Lovelace"_s, u"..."_s, u"\n\n"_s);
    }

    void isReadAsItWasMeant()
    {
        QFETCH(QString, name);
        QFETCH(QString, subject);
        QFETCH(QString, text);
        MailMessage message = sample();
        message.to.name = name;
        message.subject = subject;
        message.text = text;
        const QByteArray encoded = message.encoded();
        const QJsonObject read = readByPython(encoded);
        QCOMPARE(read[u"subject"].toString(), subject);
        QCOMPARE(read[u"text"].toString().replace(u"\r\n"_s, u"\n"_s), text);
        QCOMPARE(read[u"name"].toString(), name);
        QCOMPARE(read[u"to"].toString(), u"ada@example.org"_s);
        QCOMPARE(read[u"from"].toString(), u"signalbox@example.com"_s);
        QCOMPARE(read[u"id"].toString(), u"<welcome-17@example.com>"_s);
        QCOMPARE(read[u"date"].toString(), u"2026-01-02T03:04:05+00:00"_s);
        QCOMPARE(read[u"type"].toString(), u"text/plain"_s);
        QCOMPARE(read[u"charset"].toString(), u"utf-8"_s);
        QCOMPARE(read[u"defects"].toInt(-1), 0);
    }

    void keepsToTheLinesAndCharactersOfMail_data() { isReadAsItWasMeant_data(); }

    void keepsToTheLinesAndCharactersOfMail()
    {
        QFETCH(QString, name);
        QFETCH(QString, subject);
        QFETCH(QString, text);
        MailMessage message = sample();
        message.from.name = name;
        message.to.name = name;
        message.subject = subject;
        message.text = text;
        const QByteArray encoded = message.encoded();
        QVERIFY(longestLine(encoded) <= 76);
        QCOMPARE(encoded.count('\n'), encoded.count("\r\n"));
        QCOMPARE(encoded.count('\r'), encoded.count("\r\n"));
        QVERIFY(std::ranges::all_of(encoded, [](char byte) { return byte > 0; }));
        static const QRegularExpression word(u"=\\?UTF-8\\?B\\?([^?]*)\\?="_s);
        for (const auto &match : word.globalMatch(QString::fromLatin1(encoded))) {
            QVERIFY(match.capturedLength() <= 75);
            const QByteArray bytes = QByteArray::fromBase64(match.captured(1).toLatin1());
            QVERIFY(QUtf8StringView(bytes).isValidUtf8());
        }
    }

    void takesAddressesInAnyScript()
    {
        MailMessage message = sample();
        message.to.address = u"zoë@bücher.example"_s;
        QCOMPARE(message.to.mailbox(), "zoë@xn--bcher-kva.example"_ba);
        QCOMPARE(readByPython(message.encoded())[u"to"].toString(), u"zoë@xn--bcher-kva.example"_s);
    }

    void foldsBeforeALongAddress()
    {
        MailMessage message = sample();
        message.to.address = u"a"_s.repeated(60) + u"@example.com"_s;
        QVERIFY(message.encoded().contains("To: Ada Lovelace\r\n <aaaa"));
    }

    void refusesWhatWouldAddFields_data()
    {
        QTest::addColumn<MailMessage>("message");
        QTest::addColumn<QString>("what");
        const auto row = [](const char *name, auto change, const QString &what) {
            MailMessage message = sample();
            change(message);
            QTest::newRow(name) << message << what;
        };
        row(
            "a line in the subject", [](auto &m) { m.subject = u"Hi\r\nBcc: eve@example.com"_s; }, u"subject"_s);
        row(
            "a bare LF in the subject", [](auto &m) { m.subject = u"Hi\nBcc: eve@example.com"_s; }, u"subject"_s);
        row(
            "a bare CR in the subject", [](auto &m) { m.subject = u"Hi\rBcc: eve@example.com"_s; }, u"subject"_s);
        row(
            "a NUL in the subject", [](auto &m) { m.subject = u"a"_s + QChar(u'\0'); }, u"subject"_s);
        row(
            "a NEL in the subject", [](auto &m) { m.subject = u"a\u0085b"_s; }, u"subject"_s);
        row(
            "half a character", [](auto &m) { m.subject = QString(QChar(0xD83D)); }, u"subject"_s);
        row(
            "a subject too long", [](auto &m) { m.subject = u"a"_s.repeated(1001); }, u"subject"_s);
        row(
            "a line in the recipient's name", [](auto &m) { m.to.name = u"A\r\nBcc: e@x.org"_s; }, u"recipient"_s);
        row(
            "a line in the sender's name", [](auto &m) { m.from.name = u"A\nBcc: e@x.org"_s; }, u"sender"_s);
        row(
            "a line in an address", [](auto &m) { m.to.address = u"a@x.org\r\nRCPT TO:<e@x.org>"_s; }, u"recipient"_s);
        row(
            "an end of line after it", [](auto &m) { m.to.address = u"a@x.org\n"_s; }, u"recipient"_s);
        row(
            "a bracket in an address", [](auto &m) { m.to.address = u"a@x.org> <e@x.org"_s; }, u"recipient"_s);
        row(
            "two addresses", [](auto &m) { m.to.address = u"a@x.org,e@x.org"_s; }, u"recipient"_s);
        row(
            "no address", [](auto &m) { m.to.address.clear(); }, u"recipient"_s);
        row(
            "no sender", [](auto &m) { m.from = {}; }, u"sender"_s);
        row(
            "a line in the id", [](auto &m) { m.id = u"a\r\nBcc: e@x.org"_s; }, u"id"_s);
        row(
            "an end of line after the id", [](auto &m) { m.id = u"a\n"_s; }, u"id"_s);
        row(
            "a path in the id", [](auto &m) { m.id = u"../../a"_s; }, u"id"_s);
        row(
            "a bracket in the id", [](auto &m) { m.id = u"a>"_s; }, u"id"_s);
        row(
            "no id", [](auto &m) { m.id.clear(); }, u"id"_s);
        row(
            "no date", [](auto &m) { m.date = {}; }, u"date"_s);
        row(
            "a text too large", [](auto &m) { m.text = u"a"_s.repeated(1024 * 1024 + 1); }, u"text"_s);
    }

    void refusesWhatWouldAddFields()
    {
        QFETCH(MailMessage, message);
        QFETCH(QString, what);
        const QString problem = problemOf(message);
        QVERIFY2(problem.contains(what), qPrintable(problem));
        QVERIFY2(problem.contains(u" must "_s), qPrintable(problem));
        QVERIFY(!problem.contains(u'\n'));
    }

    void readsAnAddress_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("address");
        const auto row = [](const QString &text, const QString &name, const QString &address) {
            QTest::newRow(qPrintable(text)) << text << name << address;
        };
        row(u"Signalbox <signalbox@localhost>"_s, u"Signalbox"_s, u"signalbox@localhost"_s);
        row(u" ada@example.com "_s, {}, u"ada@example.com"_s);
        row(u"<ada@example.com>"_s, {}, u"ada@example.com"_s);
        row(u"\"Lovelace, Ada\" <ada@example.com>"_s, u"Lovelace, Ada"_s, u"ada@example.com"_s);
        row(u"Zoë <zoë@example.com>"_s, u"Zoë"_s, u"zoë@example.com"_s);
        for (const auto &wrong : {u"Ada"_s, u""_s, u"Ada <ada>"_s, u"Ada <ada@example.com"_s, u"Ada ada@example.com"_s,
                                  u"a@"_s, u"@b"_s, u"a@b, c@d"_s, u"A\nB <a@b>"_s, u"a@-b"_s, u"a@b@c"_s})
            row(wrong, {}, {});
    }

    void readsAnAddress()
    {
        QFETCH(QString, text);
        QFETCH(QString, name);
        QFETCH(QString, address);
        const MailAddress read = MailAddress::parse(text).value_or(MailAddress());
        QCOMPARE(read.name, name);
        QCOMPARE(read.address, address);
    }
};

QTEST_GUILESS_MAIN(MailMessageTest)
#include "mail_message_test.moc"
