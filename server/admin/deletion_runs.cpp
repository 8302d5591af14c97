// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/deletion_runs.h"

#include <algorithm>

namespace signalbox::admin {

namespace {

constexpr std::size_t mostRuns = 100; // beyond, the one kept longest ago is forgotten

} // namespace

DeletionRuns::Run DeletionRuns::take(const QByteArray &what, const QByteArray &cursor)
{
    const QMutexLocker lock(&m_mutex);
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [&](const Kept &kept) { return kept.what == what && kept.cursor == cursor; });
    if (found == m_runs.end())
        return {};
    const Run run = found->run;
    m_runs.erase(found);
    return run;
}

void DeletionRuns::keep(const QByteArray &what, const QByteArray &cursor, Run run)
{
    const QMutexLocker lock(&m_mutex);
    m_runs.push_front({what, cursor, run});
    if (m_runs.size() > mostRuns)
        m_runs.pop_back();
}

} // namespace signalbox::admin
