// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_text.h"

#include <QStringDecoder>

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype longestCharacter = 4; // in UTF-8

bool isControl(char c)
{
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t' && c != '\n' && c != '\r') || code == 0x7F;
}

QString escaped(char c)
{
    return "\\x"_L1 + QString::fromLatin1(QByteArray(1, c).toHex());
}

// How many bytes at its front are one character of text; 0 when none are.
qsizetype characterAt(QByteArrayView bytes)
{
    for (qsizetype size = 1; size <= std::min(longestCharacter, bytes.size()); ++size) {
        if (textOf(bytes.first(size)))
            return size;
    }
    return 0;
}

} // namespace

std::optional<QString> textOf(QByteArrayView bytes)
{
    if (std::any_of(bytes.begin(), bytes.end(), &isControl))
        return std::nullopt;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

std::optional<QString> textOfBeginning(QByteArrayView bytes)
{
    for (qsizetype cut = 0; cut < longestCharacter && cut <= bytes.size(); ++cut) {
        if (auto text = textOf(bytes.chopped(cut)))
            return text;
    }
    return std::nullopt;
}

QString readable(QByteArrayView bytes)
{
    if (auto text = textOf(bytes))
        return *text;
    QString shown;
    while (!bytes.isEmpty()) {
        const qsizetype size = characterAt(bytes);
        shown += size > 0 ? QString::fromUtf8(bytes.first(size)) : escaped(bytes.front());
        bytes = bytes.sliced(std::max<qsizetype>(size, 1));
    }
    return shown;
}

QString readableKey(QByteArrayView key)
{
    return readable(key).replace(u'\n', "\\n"_L1).replace(u'\r', "\\r"_L1);
}

QString keyId(QByteArrayView key)
{
    return QString::fromLatin1(
        key.toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<QByteArray> keyOfId(const QString &id)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        id.toLatin1(), QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || keyId(*decoded) != id) // one key has one id
        return std::nullopt;
    return *decoded;
}

} // namespace signalbox::admin
