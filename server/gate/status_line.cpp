// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/status_line.h"

#include "status_phrase.h"

#include <array>

namespace signalbox::gate {

namespace {

QByteArray makeLine(int status)
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + statusPhrase(status) + "\r\n";
}

constexpr int firstStatus = 100;
constexpr int endOfStatuses = 600;
using Lines = std::array<QByteArray, endOfStatuses - firstStatus>;

Lines makeLines()
{
    Lines lines;
    for (int status = firstStatus; status < endOfStatuses; ++status)
        lines[static_cast<std::size_t>(status - firstStatus)] = makeLine(status);
    return lines;
}

} // namespace

QByteArray statusLine(int status)
{
    static const Lines lines = makeLines();
    if (status < firstStatus || status >= endOfStatuses)
        return makeLine(status);
    return lines[static_cast<std::size_t>(status - firstStatus)];
}

} // namespace signalbox::gate
