// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/async_log.h"

#include "telemetry/json_text.h"
#include "telemetry/log_backlog.h"
#include "telemetry/log_file.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QScopeGuard>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/sink.h>
#include <system_error>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

constexpr std::size_t queueLength = 4096; // of messages; each may be many lines
constexpr int maxWaitingMessages = queueLength - 64; // and room for flushes
constexpr std::size_t maxRemembered = 4096;
constexpr std::chrono::seconds farewell{2};
constexpr QByteArrayView levelNames[] = {"trace", "debug", "info", "warn", "error", "off"};

using Output = std::function<void(QByteArrayView)>; // throws when it can't write

// What spdlog's thread hands its messages to: writes their lines as they are, and wakes who waits for a flush. An empty
// message stands for the oldest batch of the backlog.
class LineSink final : public spdlog::sinks::sink {
public:
    LineSink(Output output, qint64 maxWaitingBytes)
        : m_output(std::move(output))
        , m_backlog(maxWaitingBytes, maxWaitingMessages)
    {
    }

    LogBacklog &backlog() { return m_backlog; }

    void log(const spdlog::details::log_msg &message) override
    {
        if (message.payload.size() > 0)
            return write({message.payload.data(), static_cast<qsizetype>(message.payload.size())}, 1);
        LogBacklog::Batch batch = m_backlog.takeOldest();
        const auto reuse = qScopeGuard([&] { m_backlog.giveBack(std::move(batch.lines)); });
        write(batch.lines.view(), batch.count);
    }

    void flush() override
    {
        const std::lock_guard lock(m_mutex);
        ++m_flushes;
        m_flushed.notify_all();
    }

    void set_pattern(const std::string &) override { } // lines come ready
    void set_formatter(std::unique_ptr<spdlog::formatter>) override { }

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
    void write(QByteArrayView lines, int count)
    {
        const auto leave = qScopeGuard([&] { m_backlog.leave(lines.size()); });
        try {
            m_output(lines);
        } catch (...) {
            m_backlog.drop(count); // a full disk; the logger's error handler tells it
            throw;
        }
    }

    const Output m_output;
    LogBacklog m_backlog;
    mutable std::mutex m_mutex;
    std::condition_variable m_flushed;
    quint64 m_flushes = 0;
};

Output makeOutput(const AsyncLog::Settings &settings, QString &problem)
{
    if (!settings.file.isEmpty()) {
        try {
            const auto file =
                std::make_shared<LogFile>(settings.file.toStdString(), settings.rotateBytes, settings.files);
            return [file](QByteArrayView lines) { file->write(lines); };
        } catch (const std::system_error &error) {
            problem = QString::fromUtf8(error.what());
        }
    }
    return [](QByteArrayView lines) { writeAll(STDERR_FILENO, lines); };
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
    std::shared_ptr<LineSink> sink;
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
    d->sink = std::make_shared<LineSink>(makeOutput(d->settings, problem), d->settings.maxWaitingBytes);
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
    return d->sink->backlog().dropped();
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
    if (d->sink->backlog().admit(line.size(), 1))
        d->logger->log(spdlog::level::info, viewOf(line));
    const QString requestId = fields.value("requestId"_L1).toString();
    if (!requestId.isEmpty())
        remember(requestId.toUtf8(), QByteArrayView(line).chopped(1));
}

void AsyncLog::writeLines(LineBuffer &lines, int count)
{
    LogBacklog &backlog = d->sink->backlog();
    if (!backlog.admit(lines.size(), count))
        return lines.clear();
    backlog.push(lines, count);
    d->logger->log(spdlog::level::info, spdlog::string_view_t());
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
