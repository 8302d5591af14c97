// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/journal_tasks.h"

#include "telemetry/request_lines.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

// Lines as maps, by their time. What handlers wrote in the millisecond in which a request ended comes before its end.
QCborArray inOrder(const QByteArrayList &lines)
{
    QList<QJsonObject> parsed;
    for (const QByteArray &line : lines)
        parsed.append(QJsonDocument::fromJson(line).object());
    const auto time = [](const QJsonObject &line) { return line["time"_L1].toString(); };
    std::ranges::stable_sort(parsed, {}, time);
    QCborArray maps;
    for (const QJsonObject &line : parsed)
        maps.append(QCborMap::fromJsonObject(line));
    return maps;
}

} // namespace

PageTask::PageTask(const Archive &archive, Filter filter, EndRange range, quint64 before, int limit,
                   Answer<QCborMap> answer)
    : m_archive(archive)
    , m_filter(std::move(filter))
    , m_range(range)
    , m_limit(limit)
    , m_before(before)
    , m_answer(std::move(answer))
{
}

bool PageTask::step(const QDeadlineTimer &deadline)
{
    Journal::Walk walk(m_archive.journal, m_before);
    Pace pace(deadline);
    for (walk.skipOutside(m_range.fromUs, m_range.toUs); const auto record = walk.current();
         walk.skipOutside(m_range.fromUs, m_range.toUs)) {
        if (m_range.contains(record->endUs()) && m_filter.matches(record->view())) {
            if (m_items.size() == m_limit) {
                finish(true);
                return true;
            }
            m_items.append(record->decode().toCbor());
            m_last = record->head().sequence;
        }
        m_before = record->head().sequence;
        if (pace.isOver())
            return false;
        walk.next();
    }
    finish(false);
    return true;
}

void PageTask::finish(bool more)
{
    m_answer.give(
        QCborMap{{u"items"_s, m_items}, {u"next"_s, more ? QCborValue(QString::number(m_last)) : QCborValue(nullptr)}});
}

FindTask::FindTask(const Archive &archive, QByteArray id, QByteArray nodeName, Answer<std::optional<QCborMap>> answer)
    : m_archive(archive)
    , m_id(std::move(id))
    , m_nodeName(std::move(nodeName))
    , m_before(std::numeric_limits<quint64>::max())
    , m_answer(std::move(answer))
{
}

bool FindTask::step(const QDeadlineTimer &deadline)
{
    Pace pace(deadline);
    for (Journal::Walk walk(m_archive.journal, m_before); const auto record = walk.current(); walk.next()) {
        if (record->text(EncodedRecord::Id) == m_id) {
            finish(record);
            return true;
        }
        m_before = record->head().sequence;
        if (pace.isOver())
            return false;
    }
    finish(findAmongSlowest());
    return true;
}

std::optional<EncodedRecord> FindTask::findAmongSlowest() const
{
    RecordRing::Walk walk(m_archive.slowest.kept(), std::numeric_limits<quint64>::max());
    for (; const auto record = walk.current(); walk.next()) {
        if (record->text(EncodedRecord::Id) == m_id)
            return record;
    }
    return std::nullopt;
}

QByteArrayList FindTask::linesOf(const EncodedRecord &record) const
{
    LineBuffer own;
    RequestLines(m_nodeName).append(own, record, Level::Info);
    return m_archive.lines.linesOf(m_id) + own.view().chopped(1).toByteArray().split('\n');
}

void FindTask::finish(const std::optional<EncodedRecord> &record)
{
    std::optional<QCborMap> answer;
    if (record) {
        answer = QCborMap{{u"record"_s, record->decode().toCbor()}, {u"logs"_s, inOrder(linesOf(*record))}};
        if (const auto capture = m_archive.captures.find(m_id))
            answer->insert(u"capture"_s, *capture);
    }
    m_answer.give(std::move(answer));
}

} // namespace signalbox::telemetry
