// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/quoted_printable.h"

#include <QByteArrayList>

namespace signalbox::mail {

namespace {

constexpr qsizetype longestLine = 76;

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\t';
}

// A blank at the end of a line would be lost on the way.
bool isLiteral(char byte, bool isLast)
{
    return isBlank(byte) ? !isLast : byte > ' ' && byte <= '~' && byte != '=';
}

QByteArray hexForm(char byte)
{
    constexpr char digits[] = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    QByteArray form("=");
    form += digits[value >> 4];
    return form += digits[value & 15];
}

void appendLine(QByteArray &encoded, const QByteArray &line)
{
    qsizetype start = encoded.size();
    for (qsizetype i = 0; i < line.size(); ++i) {
        const bool isLast = i + 1 == line.size();
        const QByteArray piece = isLiteral(line[i], isLast) ? QByteArray(1, line[i]) : hexForm(line[i]);
        if (encoded.size() - start + piece.size() > longestLine - 1) { // room for the = of a line that goes on
            encoded += "=\r\n";
            start = encoded.size();
        }
        encoded += piece;
    }
    encoded += "\r\n";
}

} // namespace

QByteArray quotedPrintable(const QString &text)
{
    QByteArray plain = text.toUtf8();
    plain.replace("\r\n", "\n").replace('\r', '\n');
    if (plain.endsWith('\n'))
        plain.chop(1);
    QByteArray encoded;
    encoded.reserve(plain.size() + plain.size() / 8);
    for (const QByteArray &line : plain.split('\n'))
        appendLine(encoded, line);
    return encoded;
}

} // namespace signalbox::mail
