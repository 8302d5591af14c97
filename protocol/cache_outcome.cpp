// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache_outcome.h"

namespace signalbox::cache_outcome {

quint8 ofSpan(QByteArrayView kind, QByteArrayView name)
{
    if (kind != "cache")
        return 0;
    if (name.endsWith(": local hit"))
        return Local;
    if (name.endsWith(": hit"))
        return Hit;
    return name.endsWith(": miss") || name.endsWith(": joined") ? Miss : 0;
}

std::optional<quint8> named(QByteArrayView word)
{
    if (word == "local")
        return Local;
    if (word == "hit")
        return Hit;
    if (word == "miss")
        return Miss;
    return std::nullopt;
}

} // namespace signalbox::cache_outcome
