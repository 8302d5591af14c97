// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/gradual_release.h"

namespace signalbox::ui {

namespace {
constexpr std::size_t AtATime = 1000; // well under a millisecond
}

void GradualRelease::take(std::deque<RequestRecord> records)
{
    if (records.empty())
        return;
    m_records.push_back(std::move(records));
    m_timer.start(0, this);
}

qsizetype GradualRelease::left() const
{
    qsizetype count = 0;
    for (const auto &records : m_records)
        count += qsizetype(records.size());
    return count;
}

void GradualRelease::timerEvent(QTimerEvent *)
{
    std::deque<RequestRecord> &records = m_records.front();
    records.resize(records.size() - std::min(AtATime, records.size()));
    if (records.empty())
        m_records.pop_front();
    if (m_records.empty())
        m_timer.stop();
}

} // namespace signalbox::ui
