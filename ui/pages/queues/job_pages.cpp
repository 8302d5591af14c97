// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_pages.h"

#include <algorithm>
#include <utility>

namespace signalbox::ui {

void JobPages::clear()
{
    m_pages.clear();
    m_places.clear();
}

void JobPages::put(int page, QList<JobRow> rows)
{
    if (const auto old = m_pages.find(page); old != m_pages.end())
        forget(page, old->second.rows);
    rows.resize(std::min<qsizetype>(rows.size(), PageSize));
    for (qsizetype at = 0; at < rows.size(); ++at)
        m_places.insert(rows[at].id, page * PageSize + int(at));
    m_pages[page] = {std::move(rows), true, ++m_puts};
}

void JobPages::append(int row, const JobRow &job)
{
    m_places.insert(job.id, row);
    m_pages[row / PageSize].rows.append(job);
}

void JobPages::removeFrom(int row)
{
    for (auto page = m_pages.lower_bound((row + PageSize - 1) / PageSize); page != m_pages.end();)
        page = remove(page);
}

int JobPages::removeOldest()
{
    const auto oldest = std::ranges::min_element(m_pages, {}, [](const auto &entry) { return entry.second.put; });
    const int page = oldest->first;
    remove(oldest);
    return page;
}

JobPages::Pages::iterator JobPages::remove(Pages::iterator page)
{
    forget(page->first, page->second.rows);
    return m_pages.erase(page);
}

// Another page may have the same job by now: rows move while one looks.
void JobPages::forget(int page, const QList<JobRow> &rows)
{
    for (qsizetype at = 0; at < rows.size(); ++at)
        if (const auto place = m_places.constFind(rows[at].id);
            place != m_places.cend() && *place == page * PageSize + int(at))
            m_places.erase(place);
}

const JobRow *JobPages::at(int row) const
{
    const auto page = m_pages.find(row / PageSize);
    if (row < 0 || page == m_pages.end() || row % PageSize >= page->second.rows.size())
        return nullptr;
    return &page->second.rows[row % PageSize];
}

JobRow *JobPages::at(int row)
{
    return const_cast<JobRow *>(std::as_const(*this).at(row));
}

int JobPages::loadedRows() const
{
    qsizetype rows = 0;
    for (const auto &[number, page] : m_pages)
        rows += page.rows.size();
    return int(rows);
}

QList<JobRow> JobPages::all() const
{
    QList<JobRow> rows;
    for (const auto &[number, page] : m_pages)
        rows += page.rows;
    return rows;
}

void JobPages::expire()
{
    for (auto &[number, page] : m_pages)
        page.fresh = false;
}

bool JobPages::keep()
{
    bool had = false;
    for (auto &[number, page] : m_pages)
        had |= !std::exchange(page.fresh, true);
    return had;
}

bool JobPages::isFresh(int page) const
{
    const auto found = m_pages.find(page);
    return found != m_pages.end() && found->second.fresh;
}

} // namespace signalbox::ui
