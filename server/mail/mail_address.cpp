// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mail_address.h"

#include "http/text_format.h"
#include "mail/header_field.h"

#include <QUrl>

#include <algorithm>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;

bool isEmail(const QString &text)
{
    return http::textFormat(u"email")->matches(text);
}

bool isAscii(const QString &text)
{
    return std::ranges::all_of(text, [](QChar character) { return character.unicode() < 0x80; });
}

// Nothing when there is no ASCII for it.
QByteArray asciiDomain(const QString &address)
{
    const QString domain = address.section(u'@', -1);
    return isAscii(domain) ? domain.toLatin1() : QUrl::toAce(domain);
}

QString unquoted(const QString &name)
{
    const bool isQuoted = name.size() >= 2 && name.startsWith(u'"') && name.endsWith(u'"');
    return isQuoted ? name.mid(1, name.size() - 2) : name;
}

} // namespace

std::optional<MailAddress> MailAddress::parse(const QString &text)
{
    MailAddress read;
    const qsizetype bracket = text.lastIndexOf(u'<');
    if (bracket < 0) {
        read.address = text.trimmed();
    } else {
        const QString rest = text.mid(bracket + 1).trimmed();
        if (!rest.endsWith(u'>'))
            return {};
        read.name = unquoted(text.left(bracket).trimmed());
        read.address = rest.chopped(1);
    }
    return read.isValid() ? std::optional(read) : std::nullopt;
}

bool MailAddress::isValid() const
{
    const bool isAtHost = !address.section(u'@', -1).contains(u'.');
    return HeaderField::takes(name) && isEmail(isAtHost ? address + u".local"_s : address)
        && !asciiDomain(address).isEmpty();
}

QByteArray MailAddress::mailbox() const
{
    return address.section(u'@', 0, -2).toUtf8() + '@' + domain();
}

QByteArray MailAddress::domain() const
{
    return asciiDomain(address);
}

} // namespace signalbox::mail
