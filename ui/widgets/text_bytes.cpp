// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/text_bytes.h"

#include <QStringDecoder>

#include <algorithm>

namespace signalbox::ui {

bool isText(const QByteArray &bytes)
{
    const auto isControl = [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code == 0x7f || (code < 0x20 && c != '\n' && c != '\r' && c != '\t');
    };
    if (std::any_of(bytes.begin(), bytes.end(), isControl))
        return false;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded = decoder(bytes);
    return !decoder.hasError() && !decoded.contains(QChar::ReplacementCharacter);
}

} // namespace signalbox::ui
