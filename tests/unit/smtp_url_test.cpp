// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/smtp_url.h"

#include <QTest>

using namespace signalbox::mail;
using namespace Qt::Literals::StringLiterals;
using Tls = SmtpUrl::Tls;

class SmtpUrlTest : public QObject {
    Q_OBJECT

private slots:
    void readsAUrl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<SmtpUrl>("url");
        const auto row = [](const QString &text, const SmtpUrl &url) {
            QTest::newRow(qPrintable(text)) << text << url;
        };
        const QString host = u"mail.example.com"_s;
        row(u"smtp://mail.example.com"_s, {host, 587, Tls::StartTls, {}, {}, {}});
        row(u"smtp://mail.example.com:25/"_s, {host, 25, Tls::StartTls, {}, {}, {}});
        row(u"SMTP://mail.example.com?tls=none"_s, {host, 587, Tls::None, {}, {}, {}});
        row(u"smtps://mail.example.com"_s, {host, 465, Tls::AtOnce, {}, {}, {}});
        row(u"smtps://mail.example.com:2465?cacert=/a%20b/ca.pem"_s,
            {host, 2465, Tls::AtOnce, u"/a b/ca.pem"_s, {}, {}});
        row(u"smtp://ada%40x.org:p%3Aw%2F@mail.example.com"_s,
            {host, 587, Tls::StartTls, {}, u"ada@x.org"_s, u"p:w/"_s});
        row(u"smtp://localhost"_s, {u"localhost"_s, 587, Tls::None, {}, {}, {}});
        row(u"smtp://127.0.0.2:2525"_s, {u"127.0.0.2"_s, 2525, Tls::None, {}, {}, {}});
        row(u"smtp://[::1]"_s, {u"::1"_s, 587, Tls::None, {}, {}, {}});
        row(u"smtp://localhost?tls=required&cacert=ca.pem"_s,
            {u"localhost"_s, 587, Tls::StartTls, u"ca.pem"_s, {}, {}});
        row(u"smtp://localhost.example.com"_s, {u"localhost.example.com"_s, 587, Tls::StartTls, {}, {}, {}});
        row(u"smtp://127.0.0.1.example.com"_s, {u"127.0.0.1.example.com"_s, 587, Tls::StartTls, {}, {}, {}});
    }

    void readsAUrl()
    {
        QFETCH(QString, text);
        QFETCH(SmtpUrl, url);
        const auto read = SmtpUrl::parse(text);
        const auto *invalid = std::get_if<SmtpUrl::Invalid>(&read);
        QVERIFY2(!invalid, invalid ? qPrintable(invalid->message) : "");
        QVERIFY(std::get<SmtpUrl>(read) == url);
    }

    void refusesWhatIsNone_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const QString &text, const QString &part) {
            QTest::newRow(qPrintable(text)) << text << part;
        };
        for (const auto &text :
             {u""_s, u"mail.example.com"_s, u"http://host"_s, u"smtp:host"_s, u"smtp://host/path"_s, u"smtp://a%00b"_s})
            row(text, u"a mail server is smtp://"_s);
        row(u"smtp://"_s, u"host is missing"_s);
        row(u"smtp://:587"_s, u"host is missing"_s);
        row(u"smtp://host:0"_s, u"from 1 to 65535"_s);
        row(u"smtp://host:65536"_s, u"from 1 to 65535"_s);
        row(u"smtp://ada@host"_s, u"go together"_s);
        row(u"smtp://:secret@host"_s, u"go together"_s);
        row(u"smtp://host?tls=maybe"_s, u"required or none"_s);
        row(u"smtps://host?tls=none"_s, u"goes with smtp://"_s);
        row(u"smtp://host?starttls=1"_s, u"allowed are tls and cacert"_s);
        row(u"smtp://localhost?cacert=ca.pem"_s, u"add tls=required"_s);
    }

    void refusesWhatIsNone()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        const auto read = SmtpUrl::parse(text);
        const auto *invalid = std::get_if<SmtpUrl::Invalid>(&read);
        QVERIFY(invalid);
        QVERIFY2(invalid->message.contains(part), qPrintable(invalid->message));
    }

    void isLoggedWithoutItsPassword()
    {
        const auto url = std::get<SmtpUrl>(SmtpUrl::parse(u"smtps://ada%40x.org:secret@[fe80::1]:2465"_s));
        QCOMPARE(url.forLogs(), u"smtps://ada%40x.org@[fe80::1]:2465"_s);
        QCOMPARE(url.forConnecting(), u"smtps://[fe80::1]:2465"_s);
    }
};

QTEST_GUILESS_MAIN(SmtpUrlTest)
#include "smtp_url_test.moc"
