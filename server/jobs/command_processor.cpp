// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/command_processor.h"

#include "jobs/command_environment.h"
#include "jobs/command_report.h"
#include "jobs/command_run.h"
#include "jobs/job_interrupts.h"
#include "jobs/job_json.h"
#include "jobs/wake_up.h"

#include <QDir>
#include <QStandardPaths>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

using Clock = telemetry::SpanSink::Clock;

constexpr std::chrono::seconds longestWait{60};
constexpr qsizetype longestQuote = 200;

QString quoted(const QByteArray &output)
{
    const QString beginning = QString::fromUtf8(output.left(longestQuote)).simplified();
    return u'"' + beginning + (output.size() > longestQuote ? u"…\""_s : u"\""_s);
}

[[noreturn]] void fail(const QString &message)
{
    throw std::runtime_error(message.toStdString());
}

bool isThere(const CommandSettings &settings)
{
    if (!settings.program.contains(u'/'))
        return !QStandardPaths::findExecutable(settings.program).isEmpty();
    const QFileInfo file(QDir(settings.directory), settings.program);
    return file.isFile() && file.isExecutable();
}

// What is missing isn't the job's fault. It is looked for before each run, since Qt 6.4 leaves a descriptor open
// whenever a child can't start.
void requireProgram(const CommandSettings &settings)
{
    if (!settings.directory.isEmpty() && !QFileInfo(settings.directory).isDir())
        throw UnfitWorkerError(u"The command can't run in %1, which is no folder: make it, or change `directory`"_s.arg(
            settings.directory));
    if (!isThere(settings))
        throw UnfitWorkerError(
            u"The command %1 isn't there, or may not be executed: install it, or change "
            "`command`, where a program that isn't in PATH needs its whole path"_s.arg(settings.program));
}

// A machine that has no memory for one more process may have it for the next try.
[[noreturn]] void failToStart(const CommandSettings &settings, const QString &why)
{
    requireProgram(settings);
    fail(u"The command %1 could not be started: %2"_s.arg(settings.program, why));
}

QByteArray resultOf(const QByteArray &output)
{
    QByteArray result = output.trimmed();
    if (!result.isEmpty() && !isJson(result))
        throw UnrecoverableError(u"The command wrote what isn't JSON to its standard output, where only its result "
                                 "belongs: %1"_s.arg(quoted(result)));
    return result;
}

QByteArray afterExit(int status, const QByteArray &output, const QByteArray &lastRow)
{
    if (status == 0)
        return resultOf(output);
    const QString reason =
        lastRow.isEmpty() ? u"The command exited with status %1"_s.arg(status) : QString::fromUtf8(lastRow).trimmed();
    if (status == unrecoverableStatus)
        throw UnrecoverableError(reason);
    fail(reason);
}

QByteArray after(const CommandRun &run, const CommandSettings &settings, const JobContext &job,
                 const QByteArray &lastRow)
{
    using Ending = CommandRun::Ending;
    switch (run.ending()) {
    case Ending::Exited:
        return afterExit(run.code(), run.output(), lastRow);
    case Ending::Signalled:
        fail(u"The command was ended by signal %1"_s.arg(run.code()));
    case Ending::NotStarted:
        failToStart(settings, run.startFailure());
    case Ending::Stopped:
        throw UnrecoverableError(u"The command was stopped: %1"_s.arg(job.whyStopped()));
    case Ending::TimedOut:
        fail(u"The command took longer than its %1 s, and was stopped"_s.arg(double(settings.timeout.count()) / 1000));
    case Ending::WroteTooMuch:
        throw UnrecoverableError(u"The command wrote more than %1 bytes to its standard output, and was stopped"_s.arg(
            settings.largestOutput));
    }
    Q_UNREACHABLE();
}

// Without its arguments, in which there may be secrets.
void addSpan(const JobContext &job, const CommandSettings &settings, const CommandRun &run, Clock::time_point from)
{
    const bool isWell = run.ending() == CommandRun::Ending::Exited && run.code() == 0;
    if (job.spans())
        job.spans()->addSpan("process", QFileInfo(settings.program).fileName().toUtf8(), from, Clock::now(), !isWell);
}

QCoro::Task<QByteArray> runCommand(CommandSettings settings, std::shared_ptr<JobContext> job)
{
    requireProgram(settings);
    const auto report = std::make_shared<CommandReport>(job);
    CommandRun run(settings, commandEnvironment(*job));
    WakeUp end;
    QObject::connect(&run, &CommandRun::said, &end, [report](const QByteArray &bytes) { report->read(bytes); });
    QObject::connect(&run, &CommandRun::ended, &end, &WakeUp::wake);
    {
        const Clock::time_point from = Clock::now();
        const std::stop_callback stopping(job->stopToken(), [&run] { run.stop(); });
        run.start(job->job().data);
        while (!run.hasEnded())
            co_await end.wait(longestWait);
        addSpan(*job, settings, run, from);
    }
    co_await report->finish();
    co_return after(run, settings, *job, report->lastRow());
}

} // namespace

Processor commandProcessor(CommandSettings settings)
{
    return [settings = std::move(settings)](std::shared_ptr<JobContext> job) {
        return runCommand(settings, std::move(job));
    };
}

} // namespace signalbox::jobs
