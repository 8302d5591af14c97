// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/async_log.h"

#include "telemetry/json_text.h"

#include <QDateTime>
#include <QJsonDocument>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

constexpr std::size_t queueLength = 4096; // of messages; each may be many lines
constexpr std::size_t maxRemembered = 4096;
constexpr std::chrono::seconds farewell{2};
constexpr QByteArrayView levelNames[] = {"trace", "debug", "info", "warn", "error", "off"};

// Between the queue and the real sink: counts what has been written, and wakes who waits for a flush.
class CountingSink : public spdlog::sinks::sink {
public:
    explicit CountingSink(std::shared_ptr<spdlog::sinks::sink> target)
        : m_target(std::move(target))
    {
    }

    void log(const spdlog::details::log_msg &message) override
    {
        const auto size = static_cast<qint64>(message.payload.size());
        try {
            m_target->log(message);
        } catch (...) {
            // A full disk: the logger's error handler tells it; what waited must be counted off all the same.
            m_waitingBytes -= size;
            --m_waitingMessages;
            throw;
        }
        m_waitingBytes -= size;
        --m_waitingMessages;
    }

    void flush() override
    {
        m_target->flush();
        const std::lock_guard lock(m_mutex);
        ++m_flushes;
        m_flushed.notify_all();
    }

    void set_pattern(const std::string &pattern) override { m_target->set_pattern(pattern); }
    void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override
    {
        m_target->set_formatter(std::move(formatter));
    }

    // Takes room for a message; false when there is none.
    bool admit(qint64 size, qint64 maxBytes)
    {
        if (m_waitingBytes + size > maxBytes || m_waitingMessages >= qint64(queueLength) - 64)
            return false;
        m_waitingBytes += size;
        ++m_waitingMessages;
        return true;
    }

    quint64 flushes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_flushes;
    }

    bool waitForFlush(quint64 beyond, std::chrono::milliseconds timeout)
    {
        std::unique_lock lock(m_mutex);
        return m_flushed.wait_for(lock, timeout, [&] { return m_flushes > beyond; });
    }

private:
    const std::shared_ptr<spdlog::sinks::sink> m_target;
    std::atomic<qint64> m_waitingBytes = 0;
    std::atomic<qint64> m_waitingMessages = 0;
    mutable std::mutex m_mutex;
    std::condition_variable m_flushed;
    quint64 m_flushes = 0;
};

std::shared_ptr<spdlog::sinks::sink> makeTarget(const AsyncLog::Settings &settings, QString &problem)
{
    if (!settings.file.isEmpty()) {
        try {
            return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
                settings.file.toStdString(), static_cast<std::size_t>(settings.rotateBytes),
                static_cast<std::size_t>(settings.files));
        } catch (const spdlog::spdlog_ex &error) {
            problem = QString::fromUtf8(error.what());
        }
    }
    return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

spdlog::string_view_t viewOf(QByteArrayView bytes)
{
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

std::optional<Level> levelFromName(QStringView name)
{
    const QByteArray wanted = name.toUtf8();
    const auto found = std::find(std::begin(levelNames), std::end(levelNames), wanted);
    if (found == std::end(levelNames))
        return std::nullopt;
    return static_cast<Level>(found - std::begin(levelNames));
}

QByteArrayView nameOf(Level level)
{
    return levelNames[static_cast<std::size_t>(level)];
}

struct AsyncLog::Private {
    Settings settings;
    std::atomic<Level> level;
    std::atomic<qint64> dropped = 0;
    std::shared_ptr<CountingSink> sink;
    std::shared_ptr<spdlog::async_logger> logger;
    std::shared_ptr<spdlog::details::thread_pool> pool; // after the logger: its end waits for who still uses that

    std::mutex mutex;
    std::vector<std::pair<QByteArray, QByteArray>> requestLines;
};

AsyncLog::AsyncLog(Settings settings)
    : d(std::make_unique<Private>())
{
    d->level = settings.level;
    d->settings = std::move(settings);
    QString problem;
    d->sink = std::make_shared<CountingSink>(makeTarget(d->settings, problem));
    d->sink->set_formatter(
        std::make_unique<spdlog::pattern_formatter>("%v", spdlog::pattern_time_type::utc, std::string()));
    d->pool = std::make_shared<spdlog::details::thread_pool>(queueLength, 1);
    d->logger = std::make_shared<spdlog::async_logger>("signalbox", d->sink, d->pool,
                                                       spdlog::async_overflow_policy::overrun_oldest);
    d->logger->set_level(spdlog::level::trace);
    if (!problem.isEmpty())
        write(Level::Error, "log_file_failed", {{u"file"_s, d->settings.file}, {u"error"_s, problem}});
}

AsyncLog::~AsyncLog()
{
    if (flush(farewell))
        return;
    // The writer hangs on a terminal or pipe that nobody reads. Joining it would hang the whole program, so it is
    // left to the process's end. With no memory left for that, the program may end here.
    // NOLINTBEGIN(bugprone-unhandled-exception-at-new)
    new std::shared_ptr(d->pool);
    new std::shared_ptr(d->logger);
    // NOLINTEND(bugprone-unhandled-exception-at-new)
}

bool AsyncLog::enabled(Level level) const
{
    return level >= d->level.load(std::memory_order_relaxed) && level != Level::Off;
}

Level AsyncLog::level() const
{
    return d->level.load(std::memory_order_relaxed);
}

void AsyncLog::setLevel(Level level)
{
    d->level.store(level, std::memory_order_relaxed);
}

qint64 AsyncLog::dropped() const
{
    return d->dropped.load(std::memory_order_relaxed);
}

QByteArray AsyncLog::lineOf(Level level, QByteArrayView event, const QJsonObject &fields) const
{
    LineBuffer line;
    line.append("{\"time\":\"");
    IsoClock().append(line, QDateTime::currentMSecsSinceEpoch() * 1000);
    line.append("\",\"level\":\"").append(nameOf(level)).append("\",\"event\":");
    appendJsonString(line, event);
    if (!d->settings.nodeName.isEmpty()) {
        line.append(",\"node\":");
        appendJsonString(line, d->settings.nodeName);
    }
    if (!fields.isEmpty())
        line.append(',').append(QByteArrayView(QJsonDocument(fields).toJson(QJsonDocument::Compact)).sliced(1));
    else
        line.append('}');
    return line.append('\n').view().toByteArray();
}

void AsyncLog::write(Level level, QByteArrayView event, const QJsonObject &fields)
{
    if (!enabled(level))
        return;
    const QByteArray line = lineOf(level, event, fields);
    writeLines(line, 1);
    const QString requestId = fields.value("requestId"_L1).toString();
    if (!requestId.isEmpty())
        remember(requestId.toUtf8(), QByteArrayView(line).chopped(1));
    if (level >= Level::Error)
        d->logger->flush();
}

void AsyncLog::writeLines(QByteArrayView lines, int count)
{
    if (d->sink->admit(lines.size(), d->settings.maxWaitingBytes))
        d->logger->log(spdlog::level::info, viewOf(lines));
    else
        d->dropped += count;
}

void AsyncLog::requestFlush()
{
    d->logger->flush();
}

bool AsyncLog::flush(std::chrono::milliseconds timeout)
{
    const quint64 before = d->sink->flushes();
    d->logger->flush();
    return d->sink->waitForFlush(before, timeout);
}

void AsyncLog::remember(QByteArray requestId, QByteArrayView line)
{
    const std::lock_guard lock(d->mutex);
    if (d->requestLines.size() < maxRemembered)
        d->requestLines.emplace_back(std::move(requestId), line.toByteArray());
}

std::vector<std::pair<QByteArray, QByteArray>> AsyncLog::takeRequestLines()
{
    const std::lock_guard lock(d->mutex);
    return std::exchange(d->requestLines, {});
}

} // namespace signalbox::telemetry
