// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/percent.h"

namespace signalbox::http {

namespace {

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

PercentError appendDecoded(QByteArray &out, QByteArrayView encoded, Plus plus)
{
    const qsizetype from = out.size();
    qsizetype copied = 0; // up to where `encoded` is in `out`
    for (qsizetype i = 0; i < encoded.size(); ++i) {
        char c = encoded[i];
        if (c != '%' && c != '\0' && (c != '+' || plus == Plus::Literal))
            continue;
        out.append(encoded.sliced(copied, i - copied));
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            const bool isWhole = i + 2 < encoded.size();
            const int high = isWhole ? hexValue(encoded[i + 1]) : -1;
            const int low = isWhole ? hexValue(encoded[i + 2]) : -1;
            if (high < 0 || low < 0)
                return PercentError::BadEscape;
            c = char(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return PercentError::Nul;
        out.append(c);
        copied = i + 1;
    }
    out.append(encoded.sliced(copied));
    return QByteArrayView(out).sliced(from).isValidUtf8() ? PercentError::None : PercentError::BadUtf8;
}

QString describe(PercentError error)
{
    switch (error) {
    case PercentError::BadEscape:
        return QStringLiteral("a % that is not followed by two hex digits");
    case PercentError::Nul:
        return QStringLiteral("a NUL character");
    case PercentError::BadUtf8:
        return QStringLiteral("bytes that are not UTF-8");
    case PercentError::None:
        break;
    }
    return {};
}

} // namespace signalbox::http
