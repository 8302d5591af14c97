// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace signalbox::redis {

// `text` as a glob pattern of Redis that matches nothing else. Any thread.
inline QByteArray globEscaped(QByteArrayView text)
{
    QByteArray pattern;
    for (const char c : text) {
        if (QByteArrayView("*?[]\\^-").contains(c))
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

} // namespace signalbox::redis
