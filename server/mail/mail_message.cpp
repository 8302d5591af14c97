// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mail_message.h"

#include "mail/header_field.h"
#include "mail/mail_error.h"
#include "mail/quoted_printable.h"

#include <QLocale>
#include <QRegularExpression>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype longestText = 1024 * 1024;

void require(bool isRight, const QString &problem)
{
    if (!isRight)
        throw MailError(MailError::Kind::Permanent, problem);
}

// It names a file in the outbox, too: no slash.
bool isId(const QString &text)
{
    static const QRegularExpression form(u"\\A[A-Za-z0-9_+=-]+(?:\\.[A-Za-z0-9_+=-]+)*\\z"_s);
    return text.size() <= 128 && form.match(text).hasMatch();
}

void requireAddress(const MailAddress &address, const QString &which)
{
    require(
        HeaderField::takes(address.name),
        u"The name of the %1 must have no line breaks or other control characters, and at most 1000 characters"_s.arg(
            which));
    require(address.isValid(), u"The address of the %1 must be an email address"_s.arg(which));
}

void check(const MailMessage &message)
{
    requireAddress(message.from, u"sender"_s);
    requireAddress(message.to, u"recipient"_s);
    require(HeaderField::takes(message.subject),
            u"The subject must have no line breaks or other control characters, and at most 1000 characters"_s);
    require(message.text.size() <= longestText, u"The text must have at most 1048576 characters"_s);
    const int year = message.date.toUTC().date().year();
    require(message.date.isValid() && year >= 1900 && year <= 9999,
            u"The message must have a date in the years 1900 to 9999"_s);
    require(isId(message.id),
            u"The message's id must be up to 128 letters of A-Z, a-z, digits, _ + = - and . between them"_s);
}

QByteArray addressField(const QByteArray &name, const MailAddress &address)
{
    HeaderField field(name);
    if (address.name.isEmpty())
        return field.word(address.mailbox()).ended();
    return field.phrase(address.name).word('<' + address.mailbox() + '>').ended();
}

// RFC 5322, 3.3
QByteArray dateText(const QDateTime &date)
{
    return QLocale::c().toString(date.toUTC(), u"ddd, dd MMM yyyy hh:mm:ss '+0000'"_s).toLatin1();
}

} // namespace

QByteArray MailMessage::encoded() const
{
    check(*this);
    QByteArray fields = HeaderField("Date").word(dateText(date)).ended();
    fields += addressField("From", from);
    fields += addressField("To", to);
    fields += HeaderField("Message-ID").word('<' + messageId() + '>').ended();
    fields += HeaderField("Subject").text(subject).ended();
    fields += "Auto-Submitted: auto-generated\r\n"; // RFC 3834: nobody's absence notice comes back
    fields += "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n";
    return fields + "\r\n" + quotedPrintable(text);
}

QByteArray MailMessage::messageId() const
{
    return id.toLatin1() + '@' + from.domain();
}

} // namespace signalbox::mail
