// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>
#include <utility>

namespace signalbox {

// How the numbers of a filter's field are written.
enum class FilterUnit : quint8 {
    Plain, // 3
    Status, // 404, 5xx
    Duration, // 500 (milliseconds), 1.5s, 200us; gives microseconds
    Size, // 512, 10k, 1.5mb (of 1024)
};

// Reads one comparison (">=400", "<1.5s", "100..200", "5xx", "404") as an inclusive range; nothing if it is none.
std::optional<std::pair<qint64, qint64>> parseFilterRange(QStringView text, FilterUnit unit);

} // namespace signalbox
