// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/secret_names.h"

#include <QVarLengthArray>

#include <algorithm>

namespace signalbox::telemetry {

namespace {

// Names are compared as their lowered letters and digits.
constexpr QByteArrayView wholeNames[] = {"pwd", "pass", "auth", "authorization", "cookie", "setcookie", "sig",
                                         "jwt", "otp",  "pin",  "cvv",           "cvc",    "session",   "sessionid"};
constexpr QByteArrayView endings[] = {"passwd",     "token",       "apikey",     "secretkey",         "signature",
                                      "credential", "credentials", "privatekey", "accesskey",         "accesskeyid",
                                      "passphrase", "cardnumber",  "authkey",    "proxyauthorization"};
constexpr QByteArrayView parts[] = {"password", "secret"};

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

using Name = QVarLengthArray<char, 64>;

void appendLetter(Name &name, char c)
{
    if (c >= 'A' && c <= 'Z')
        c = static_cast<char>(c | 0x20);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        name.append(c);
}

// `\u0070` of JSON and `%70` of addresses are read, or a secret could be hidden from us and not from its reader.
Name normalised(QByteArrayView text)
{
    constexpr qsizetype longest = 64;
    Name name;
    for (qsizetype i = 0; i < text.size() && name.size() < longest; ++i) {
        const bool percent = text[i] == '%' && i + 2 < text.size();
        const bool unicode = text[i] == '\\' && i + 5 < text.size() && text[i + 1] == 'u';
        if (!percent && !unicode) {
            appendLetter(name, text[i]);
            continue;
        }
        const qsizetype last = i + (percent ? 2 : 5);
        const int high = hexDigit(text[last - 1]);
        const int low = hexDigit(text[last]);
        if (high >= 0 && low >= 0)
            appendLetter(name, static_cast<char>(high * 16 + low));
        i = last;
    }
    return name;
}

} // namespace

bool isSecretName(QByteArrayView name)
{
    const Name letters = normalised(name);
    const QByteArrayView text(letters.data(), letters.size());
    const auto is = [&text](QByteArrayView whole) { return text == whole; };
    const auto ends = [&text](QByteArrayView ending) { return text.endsWith(ending); };
    const auto has = [&text](QByteArrayView part) { return text.contains(part); };
    return std::any_of(std::begin(wholeNames), std::end(wholeNames), is)
        || std::any_of(std::begin(endings), std::end(endings), ends)
        || std::any_of(std::begin(parts), std::end(parts), has);
}

} // namespace signalbox::telemetry
