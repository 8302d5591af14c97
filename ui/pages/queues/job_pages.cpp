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
    if (const auto old = m_pages.find(page); old != m_pages.end()) {
        const QList<JobRow> &kept = old->second.rows;
        forget(page, kept);
        if (old->second.isShort && old->second.fresh) // they may be held: no other comes in their place
            rows = kept + rows.mid(kept.size());
    }
    rows.resize(std::min<qsizetype>(rows.size(), PageSize));
    for (qsizetype at = 0; at < rows.size(); ++at)
        m_places.insert(rows[at].id, page * PageSize + int(at));
    m_pages[page] = {std::move(rows), true, false, ++m_puts};
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
    const auto last = m_pages.find(row / PageSize);
    if (last == m_pages.end())
        return;
    QList<JobRow> &rows = last->second.rows;
    const qsizetype kept = std::min<qsizetype>(rows.size(), row % PageSize);
    forget(last->first, rows, kept);
    rows.resize(kept);
}

int JobPages::removeOldest()
{
    const auto oldest = std::ranges::min_element(m_pages, {}, [](const auto &entry) { return entry.second.put; });
    const int page = oldest->first;
    remove(oldest);
    return page;
}

QList<int> JobPages::removeBut(int firstPage, int lastPage)
{
    QList<int> removed;
    for (auto page = m_pages.begin(); page != m_pages.end();) {
        if (page->first >= firstPage && page->first <= lastPage) {
            ++page;
            continue;
        }
        removed.append(page->first);
        page = remove(page);
    }
    return removed;
}

void JobPages::touch(int page)
{
    if (const auto found = m_pages.find(page); found != m_pages.end())
        found->second.put = ++m_puts;
}

JobPages::Pages::iterator JobPages::remove(Pages::iterator page)
{
    forget(page->first, page->second.rows);
    return m_pages.erase(page);
}

// Another page may have the same job by now: rows move while one looks.
void JobPages::forget(int page, const QList<JobRow> &rows, qsizetype from)
{
    for (qsizetype at = from; at < rows.size(); ++at)
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

void JobPages::expectMoreFrom(int row)
{
    if (const auto found = m_pages.find(row / PageSize); found != m_pages.end())
        found->second.isShort = true;
}

bool JobPages::isShort(int page) const
{
    const auto found = m_pages.find(page);
    return found != m_pages.end() && found->second.isShort;
}

bool JobPages::isFresh(int page) const
{
    const auto found = m_pages.find(page);
    return found != m_pages.end() && found->second.fresh && !found->second.isShort;
}

} // namespace signalbox::ui
