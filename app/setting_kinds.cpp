// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "setting_kinds.h"

#include "http/text_format.h"
#include "mail/mail_address.h"
#include "mail/smtp_url.h"
#include "redis/redis_url.h"
#include "store/database_url.h"

#include <QHostAddress>
#include <QUrl>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

QString formatDuration(milliseconds duration)
{
    const qint64 ms = duration.count();
    if (ms % 3'600'000 == 0 && ms > 0)
        return u"%1h"_s.arg(ms / 3'600'000);
    if (ms % 60'000 == 0 && ms > 0)
        return u"%1m"_s.arg(ms / 60'000);
    return ms % 1000 == 0 ? u"%1s"_s.arg(ms / 1000) : u"%1ms"_s.arg(ms);
}

QString formatSize(qint64 bytes)
{
    constexpr qint64 Kibi = 1024;
    if (bytes % (Kibi * Kibi * Kibi) == 0 && bytes > 0)
        return u"%1 GiB"_s.arg(bytes / (Kibi * Kibi * Kibi));
    if (bytes % (Kibi * Kibi) == 0 && bytes > 0)
        return u"%1 MiB"_s.arg(bytes / (Kibi * Kibi));
    return bytes % Kibi == 0 && bytes > 0 ? u"%1 KiB"_s.arg(bytes / Kibi) : u"%1 B"_s.arg(bytes);
}

// Checks what `read` makes of the value, and stores it.
template <typename Read, typename Accept, typename Keep>
Kind kindOf(const QString &allowed, Read read, Accept accept, Keep store)
{
    return {allowed, [read, accept, store](const Value &value, Configuration &configuration) {
                const auto typed = read(value);
                if (!typed || !accept(*typed))
                    return false;
                store(configuration, *typed);
                return true;
            }};
}

// "http://localhost:5173": a scheme, a host, maybe a port, and nothing more.
bool isOrigin(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    return web && !url.host().isEmpty() && url.path().isEmpty() && !url.hasQuery() && !url.hasFragment()
        && url.userInfo().isEmpty();
}

bool isSecret(const QString &text)
{
    const qsizetype size = text.toUtf8().size();
    return size >= 32 && size <= 1024;
}

bool areOrigins(const QStringList &list)
{
    return std::ranges::all_of(list, [](const QString &item) { return item == "*"_L1 || isOrigin(item); });
}

} // namespace

Kind booleanKind(Store<bool> store)
{
    return kindOf(
        u"true or false"_s, readBoolean, [](bool) { return true; }, store);
}

Kind integerKind(qint64 least, qint64 most, Store<qint64> store)
{
    return kindOf(
        u"an integer from %1 to %2"_s.arg(least).arg(most), readInteger,
        [least, most](qint64 value) { return value >= least && value <= most; }, store);
}

Kind sizeKind(qint64 least, qint64 most, Store<qint64> store)
{
    return kindOf(
        u"a size from %1 to %2, like \"16 KiB\" or a number of bytes"_s.arg(formatSize(least), formatSize(most)),
        readSize, [least, most](qint64 value) { return value >= least && value <= most; }, store);
}

Kind durationKind(milliseconds least, milliseconds most, Store<milliseconds> store)
{
    return kindOf(
        u"a duration from %1 to %2, like \"10s\" or \"250ms\""_s.arg(formatDuration(least), formatDuration(most)),
        readDuration, [least, most](milliseconds value) { return value >= least && value <= most; }, store);
}

Kind choiceKind(const QStringList &choices, Store<QString> store)
{
    return kindOf(
        u"one of "_s + choices.join(", "_L1), readText,
        [choices](const QString &value) { return choices.contains(value); }, store);
}

Kind textKind(Store<QString> store)
{
    return kindOf(
        u"a text that is not empty"_s, readText, [](const QString &value) { return !value.isEmpty(); }, store);
}

Kind fileKind(Store<QString> store)
{
    return kindOf(
        u"the name of a file or folder"_s, readText, [](const QString &value) { return !value.isEmpty(); }, store);
}

Kind addressKind(Store<QString> store)
{
    return kindOf(
        u"an address of this machine, like 127.0.0.1, ::1, 0.0.0.0 or localhost"_s, readText,
        [](const QString &value) { return value == "localhost"_L1 || !QHostAddress(value).isNull(); }, store);
}

Kind urlKind(const QStringList &schemes, Store<QString> store)
{
    return kindOf(
        u"a URL that starts with "_s + schemes.join("://, "_L1) + u"://"_s, readText,
        [schemes](const QString &value) {
            const QUrl url(value, QUrl::StrictMode);
            return url.isValid() && schemes.contains(url.scheme());
        },
        store);
}

Kind databaseKind(Store<QString> keep)
{
    using store::DatabaseUrl;
    return kindOf(
        u"sqlite:/path/to/file or postgresql://user:password@host:5432/database"_s, readText,
        [](const QString &value) { return std::holds_alternative<DatabaseUrl>(DatabaseUrl::parse(value, u"/"_s)); },
        keep);
}

Kind redisKind(Store<QString> store)
{
    using redis::RedisUrl;
    return kindOf(
        u"redis://user:password@host:6379/0, rediss://… or unix:///path/to/socket, or none"_s, readText,
        [](const QString &value) {
            return value == noRedis || std::holds_alternative<RedisUrl>(RedisUrl::parse(value));
        },
        store);
}

Kind smtpKind(Store<QString> store)
{
    using mail::SmtpUrl;
    return kindOf(
        u"smtp://user:password@host:587, or smtps://… for TLS at once"_s, readText,
        [](const QString &value) { return std::holds_alternative<SmtpUrl>(SmtpUrl::parse(value)); }, store);
}

Kind senderKind(Store<QString> store)
{
    return kindOf(
        u"an email address, like \"Signalbox <signalbox@example.com>\" or without a name"_s, readText,
        [](const QString &value) { return mail::MailAddress::parse(value).has_value(); }, store);
}

Kind emailKind(Store<QString> store)
{
    return kindOf(
        u"an email address"_s, readText,
        [](const QString &value) { return http::textFormat(u"email")->matches(value); }, store);
}

Kind passwordKind(Store<QString> store)
{
    return kindOf(
        u"8 characters to 72 bytes long"_s, readText,
        [](const QString &value) { return value.toUcs4().size() >= 8 && value.toUtf8().size() <= 72; }, store);
}

Kind secretKind(Store<QString> store)
{
    return kindOf(u"32 to 1024 bytes long (`openssl rand -base64 32` makes a good one)"_s, readText, isSecret, store);
}

Kind secretsKind(Store<QStringList> store)
{
    return kindOf(
        u"a list of up to 7 texts of 32 to 1024 bytes"_s, readTextList,
        [](const QStringList &list) { return list.size() <= 7 && std::ranges::all_of(list, isSecret); }, store);
}

Kind originsKind(Store<QStringList> store)
{
    return kindOf(u"a list of origins like \"http://localhost:5173\", or \"*\""_s, readTextList, areOrigins, store);
}

Kind commandKind(Store<QStringList> store)
{
    return kindOf(
        u"a list of texts, the program first, like [\"python3\", \"mail.py\"]"_s, readTextList,
        [](const QStringList &list) { return !list.value(0).isEmpty(); }, store);
}

} // namespace signalbox::app
