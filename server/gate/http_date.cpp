// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/http_date.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace signalbox::gate {

const QByteArray &HttpDate::field()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec == m_second)
        return m_field;
    m_second = now.tv_sec;
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now.tv_sec, &utc);
    // Not strftime: its names follow the locale.
    std::array<char, 64> text{};
    const int size = std::snprintf(text.data(), text.size(), "date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                                   days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                                   months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                                   utc.tm_min, utc.tm_sec);
    m_field = QByteArray(text.data(), size);
    return m_field;
}

} // namespace signalbox::gate
