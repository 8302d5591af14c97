// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_search.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace signalbox::jobs {

namespace {

constexpr qint64 inOneGo = 500; // jobs that Redis looks at in a row
constexpr qsizetype shownBytes = 1000; // of data and failure, which may have come as a whole to be looked through

} // namespace

QByteArray JobCursor::encoded() const
{
    return QJsonDocument(QJsonArray{state, place.toJson(), started})
        .toJson(QJsonDocument::Compact)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<JobCursor> JobCursor::decoded(const QByteArray &text)
{
    const QJsonArray all = QJsonDocument::fromJson(QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding)).array();
    const auto isNumber = [&](qsizetype place) { return all[place].isDouble() && all[place].toInteger(-1) >= 0; };
    const auto place = WalkPlace::fromJson(all[1]);
    if (all.size() != 3 || !isNumber(0) || !place || !isNumber(2))
        return {};
    return JobCursor{qsizetype(all[0].toInteger()), *place, all[2].toInteger()};
}

JobSearch::JobSearch(QueueReader &reader, JobFilter filter, JobCursor cursor)
    : m_reader(reader)
    , m_filter(std::move(filter))
    , m_cursor(std::move(cursor))
{
}

QCoro::Task<FoundJobs> JobSearch::step(QueueReader::Order order, qsizetype most, std::chrono::milliseconds time)
{
    const QDeadlineTimer end(time);
    FoundJobs found;
    while (!isDone() && found.rows.size() < most) {
        const qint64 count = std::min<qint64>(inOneGo, most - found.rows.size());
        const FoundJobs piece = co_await this->piece(order, count);
        found.rows += piece.rows;
        found.scanned += piece.scanned;
        if (end.hasExpired())
            break;
    }
    found.total = co_await total();
    found.isDone = isDone();
    co_return found;
}

QCoro::Task<FoundJobs> JobSearch::piece(QueueReader::Order order, qint64 count)
{
    const JobState state = m_filter.states.at(m_cursor.state);
    const WalkStep step = co_await m_reader.walk(state, order, m_cursor.place, count, m_filter.criteria());
    FoundJobs found;
    found.scanned = step.scanned;
    for (JobRow row : step.rows) {
        if (!m_filter.matches(row))
            continue;
        row.data = row.data.first(std::min(row.data.size(), shownBytes));
        if (row.failedReason)
            row.failedReason = row.failedReason->first(std::min(row.failedReason->size(), shownBytes));
        found.rows.append(row);
    }
    if (step.isEnd) {
        ++m_cursor.state;
        m_cursor.place = {};
    } else {
        m_cursor.place = step.place;
    }
    found.isDone = isDone();
    co_return found;
}

void JobSearch::left(qsizetype count, bool isLastOne)
{
    if (isDone())
        return;
    m_cursor.place.index = std::max<qint64>(m_cursor.place.index - count, 0);
    if (isLastOne && isList(m_filter.states.at(m_cursor.state)))
        m_cursor.place.id.clear();
}

QCoro::Task<qint64> JobSearch::total()
{
    qint64 total = 0;
    for (const JobState state : m_filter.states) {
        const JobPage page = co_await m_reader.page(state, QueueReader::Order::Newest, 0, 0);
        total += page.total;
    }
    co_return total;
}

} // namespace signalbox::jobs
