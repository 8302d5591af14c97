// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/text_format.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QUrl>
#include <QUuid>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

bool matchesWhole(const QRegularExpression &expression, QStringView text)
{
    return expression.match(text.toString()).hasMatch();
}

// The form that browsers hold an <input type=email> to (HTML, 4.10.5.1.5), with at least one dot in the domain, and
// with anything outside ASCII that can be seen (RFC 6531): what can't would let two addresses look alike. Mail alone
// can tell whether an address is one.
bool isEmail(QStringView text)
{
    static const QRegularExpression form(
        uR"(\A(?!\.)(?!.*\.\.)(?!.*\.@)(?:[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]|[^\x{0}-\x{9F}\p{Z}\p{C}])+)"
        uR"(@(?:(?:[a-zA-Z0-9]|[^\x{0}-\x{9F}\p{Z}\p{C}])(?:(?:[a-zA-Z0-9-]|[^\x{0}-\x{9F}\p{Z}\p{C}]){0,61}(?:[a-zA-Z0-9]|[^\x{0}-\x{9F}\p{Z}\p{C}]))?)"
        uR"((?:\.(?!\z)|\z)){2,}\z)"_s);
    return text.size() <= 254 && text.contains(u'.') && matchesWhole(form, text);
}

bool isUuid(QStringView text)
{
    static const QRegularExpression form(u"\\A[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\z"_s);
    return text.size() == 36 && matchesWhole(form, text);
}

bool isDateTime(QStringView text)
{
    static const QRegularExpression form(
        u"\\A\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-]\\d\\d:\\d\\d)\\z"_s);
    return text.size() <= 40 && matchesWhole(form, text)
        && QDateTime::fromString(text.toString().toUpper(), Qt::ISODateWithMs).isValid();
}

bool isDate(QStringView text)
{
    return text.size() == 10 && QDate::fromString(text.toString(), Qt::ISODate).isValid();
}

bool isUri(QStringView text)
{
    const QUrl url(text.toString(), QUrl::StrictMode);
    return url.isValid() && !url.isRelative() && !text.contains(u' ');
}

} // namespace

std::optional<TextFormat> textFormat(QStringView name)
{
    if (name == u"email")
        return TextFormat{&isEmail, u"Must be an email address"_s};
    if (name == u"uuid")
        return TextFormat{&isUuid, u"Must be a UUID"_s};
    if (name == u"date-time")
        return TextFormat{&isDateTime, u"Must be a time like 2026-01-31T12:00:00Z"_s};
    if (name == u"date")
        return TextFormat{&isDate, u"Must be a date like 2026-01-31"_s};
    if (name == u"uri")
        return TextFormat{&isUri, u"Must be an absolute URL"_s};
    return {};
}

bool isSoundText(QStringView text)
{
    return !text.contains(QChar(u'\0')) && text.isValidUtf16();
}

} // namespace signalbox::http
