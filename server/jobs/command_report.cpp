// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/command_report.h"

#include "base/json_text.h"

#include <QJsonObject>

namespace signalbox::jobs {

namespace {

constexpr qsizetype longestLine = qsizetype(64) << 10;
constexpr std::size_t mostWaiting = 1000;
constexpr qsizetype mostBytesWaiting = qsizetype(4) << 20;
constexpr std::size_t mostAtOnce = 100;
constexpr qint64 mostRows = 10'000; // of a run: they stay in Redis
constexpr std::chrono::seconds longestWait{60};

bool isProgress(const QJsonValue &value)
{
    return value.isDouble() || value.isString() || value.isBool() || value.isObject();
}

} // namespace

CommandReport::CommandReport(std::shared_ptr<JobContext> job)
    : m_job(std::move(job))
    , m_lines(longestLine)
{
}

// {"progress": …} and {"log": "…"}; other objects are rows as they are, since some programs log such.
CommandReport::Statement CommandReport::understand(const QByteArray &line)
{
    if (!line.startsWith('{'))
        return {false, line};
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    if (object.size() != 1)
        return {false, line};
    const QJsonValue value = object.begin().value();
    const QString key = object.begin().key();
    if (key == QLatin1StringView("progress") && isProgress(value))
        return {true, jsonText(value)};
    if (key == QLatin1StringView("log") && value.isString())
        return {false, value.toString().toUtf8()};
    return {false, line};
}

void CommandReport::read(const QByteArray &bytes)
{
    m_lines.add(bytes, [this](const QByteArray &line) { take(line); });
    if (!m_isTelling && !m_waiting.empty())
        tell();
}

void CommandReport::take(const QByteArray &line)
{
    if (line.trimmed().isEmpty())
        return;
    Statement statement = understand(line);
    if (statement.isProgress)
        return put(std::move(statement));
    m_lastRow = statement.text;
    if (++m_rows < mostRows)
        put(std::move(statement));
    else if (m_rows == mostRows)
        put({false, "(of one run no more rows are kept)"});
}

void CommandReport::put(Statement statement)
{
    const bool isNewer = statement.isProgress && !m_waiting.empty() && m_waiting.back().isProgress;
    if (isNewer) {
        m_waitingSize -= m_waiting.back().text.size();
        m_waiting.pop_back();
    }
    if (m_waiting.size() >= mostWaiting || m_waitingSize + statement.text.size() > mostBytesWaiting) {
        ++m_leftOut;
        return;
    }
    m_waitingSize += statement.text.size();
    m_waiting.push_back(std::move(statement));
}

std::deque<CommandReport::Statement> CommandReport::takeBatch()
{
    std::deque<Statement> batch;
    while (!m_waiting.empty() && batch.size() < mostAtOnce) {
        m_waitingSize -= m_waiting.front().text.size();
        batch.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    if (m_leftOut > 0 && m_waiting.empty())
        batch.push_back(
            {false, "(" + QByteArray::number(std::exchange(m_leftOut, 0)) + " rows came too fast, and are left out)"});
    return batch;
}

// Those of a batch go out together, and Redis takes them one after the other.
QCoro::Task<> CommandReport::tell()
{
    const auto self = shared_from_this();
    m_isTelling = true;
    while (!m_waiting.empty()) {
        std::vector<QCoro::Task<>> told;
        for (Statement &statement : takeBatch())
            told.push_back(tellOne(m_job, std::move(statement)));
        for (QCoro::Task<> &one : told)
            co_await one;
    }
    m_isTelling = false;
    m_told.wake();
}

QCoro::Task<> CommandReport::tellOne(std::shared_ptr<JobContext> job, Statement statement)
{
    try {
        if (statement.isProgress)
            co_await job->updateProgress(statement.text);
        else
            co_await job->log(statement.text);
    } catch (const std::exception &) {
        // Redis is away, or the job is gone: its run is no worse for it.
    }
}

QCoro::Task<> CommandReport::finish()
{
    const auto self = shared_from_this();
    take(m_lines.rest());
    if (!m_isTelling)
        co_return co_await tell();
    while (m_isTelling)
        co_await m_told.wait(longestWait);
}

} // namespace signalbox::jobs
