// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/queue_job_report.h"

#include "admin/queue_report.h"
#include "admin/redis_text.h"
#include "jobs/job_actions.h"
#include "jobs/job_options.h"
#include "jobs/job_tree.h"
#include "jobs/trace_metadata.h"
#include "utc_time.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using jobs::JobDetail;
using jobs::JobRow;
using jobs::JobState;

namespace {

constexpr qsizetype previewLength = 200;

QString beginningOf(const QByteArray &bytes)
{
    return textOfBeginning(bytes).value_or(readable(bytes)).left(previewLength);
}

// What is large isn't read for a list.
QString previewOf(const JobRow &row)
{
    if (row.data.isEmpty() && row.dataSize > 0)
        return u"%1 KiB"_s.arg(row.dataSize / 1024);
    return beginningOf(row.data);
}

QCborValue durationValue(std::optional<qint64> from, std::optional<qint64> to)
{
    return from && to && *to >= *from ? QCborValue(*to - *from) : QCborValue(nullptr);
}

QCborValue stateValue(std::optional<JobState> state)
{
    return state ? QCborValue(QString(nameOf(*state))) : QCborValue(nullptr);
}

QCborMap moment(const QString &what, std::optional<qint64> at, const QString &detail = {})
{
    QCborMap entry{{u"what"_s, what}, {u"at"_s, momentValue(at)}};
    if (!detail.isEmpty())
        entry.insert(u"detail"_s, detail);
    return entry;
}

bool isEscaped(QByteArrayView json, qsizetype place)
{
    qsizetype first = place;
    while (first > 0 && json[first - 1] == '\\')
        --first;
    return (place - first) % 2 != 0;
}

// Where the text after this place begins, if a text ends here: a quote within one is escaped.
std::optional<qsizetype> nextText(QByteArrayView json, qsizetype end)
{
    if (json[end] != '"' || isEscaped(json, end))
        return {};
    const auto afterSpace = [&](qsizetype place) {
        while (place < json.size() && json[place] == ' ')
            ++place;
        return place;
    };
    const qsizetype comma = afterSpace(end + 1);
    if (comma == json.size() || json[comma] != ',')
        return {};
    const qsizetype next = afterSpace(comma + 1);
    return next < json.size() && json[next] == '"' ? std::optional(next) : std::nullopt;
}

// Of an array of texts in JSON whose beginning is missing those that are there whole.
QByteArray wholeTextsAtEnd(const QByteArray &json)
{
    qsizetype place = 0;
    while (place < json.size() && json[place] == '\\') // it can't be told whether the cut is in the middle of them
        ++place;
    for (++place; place < json.size(); ++place) {
        if (const auto next = nextText(json, place))
            return '[' + json.sliced(*next);
    }
    return {};
}

QStringList stacktraceOf(const JobDetail &detail)
{
    QByteArray json = detail.field("stacktrace");
    if (detail.isCut("stacktrace"))
        json = wholeTextsAtEnd(json);
    QStringList stacks;
    for (const auto &stack : QJsonDocument::fromJson(json).array())
        stacks.append(stack.toString());
    return stacks;
}

QCborValue valueOf(const JobDetail &detail, const QByteArray &name)
{
    const QByteArray json = detail.field(name);
    return detail.isCut(name) ? QCborValue(textOfBeginning(json).value_or(readable(json))) : jsonValue(json);
}

// How the attempts that failed did so.
struct FailedAttempts {
    QStringList before; // the last start
    QString last; // that start; empty: it runs, or is done
};

FailedAttempts failedAttemptsOf(const JobDetail &detail, const QStringList &stacktrace)
{
    FailedAttempts attempts{stacktrace, {}};
    for (QString &attempt : attempts.before)
        attempt = attempt.section(u'\n', 0, 0).left(previewLength);
    const JobRow &row = detail.row;
    if (row.state != JobState::Active && row.state != JobState::Completed && !attempts.before.isEmpty())
        attempts.last = attempts.before.takeLast();
    return attempts;
}

QCborMap delayOf(const JobRow &row, std::optional<qint64> since)
{
    const QString until = isoText(row.state == JobState::Delayed ? row.at : *row.timestamp + row.addedDelayMs);
    return moment(u"delayed"_s, since, u"until %1"_s.arg(until));
}

// Redis keeps when it started last, and of earlier starts only how they failed.
QCborArray timelineOf(const JobDetail &detail, const QStringList &stacktrace)
{
    const JobRow &row = detail.row;
    const FailedAttempts attempts = failedAttemptsOf(detail, stacktrace);
    const QString failure = readable(row.failedReason.value_or(QByteArray())).left(previewLength);
    const bool isToBeTriedAgain = row.state == JobState::Delayed && row.processedOn;
    QCborArray timeline{moment(u"added"_s, row.timestamp)};
    if (row.state == JobState::Delayed ? !isToBeTriedAgain : row.addedDelayMs > 0 && row.timestamp)
        timeline.append(delayOf(row, row.timestamp));
    for (const QString &attempt : attempts.before)
        timeline.append(moment(u"attempt"_s, {}, attempt));
    if (const qint64 stalled = jobs::numberIn(detail.field("stc")).value_or(0); stalled > 0)
        timeline.append(moment(u"stalled"_s, {}, u"%1 times"_s.arg(stalled)));
    if (row.processedOn)
        timeline.append(moment(u"started"_s, row.processedOn, readable(row.worker)));
    const bool isToldAsFailure = row.state == JobState::Failed && attempts.last.contains(failure.section(u'\n', 0, 0));
    if (!attempts.last.isEmpty() && !isToldAsFailure)
        timeline.append(moment(u"attempt"_s, {}, attempts.last));
    if (isToBeTriedAgain)
        timeline.append(delayOf(row, {}));
    if (row.state == JobState::Failed)
        timeline.append(moment(u"failed"_s, row.finishedOn, failure));
    if (row.state == JobState::Completed)
        timeline.append(moment(u"completed"_s, row.finishedOn));
    return timeline;
}

QCborValue traceIdOf(const QJsonObject &options)
{
    const auto link = jobs::traceLinkOf(options["tm"_L1].toString());
    return link ? QCborValue(QString::fromLatin1(link->traceId)) : QCborValue(nullptr);
}

QCborValue parentOf(const JobDetail &detail, const jobs::QueueAddress &queue)
{
    const auto parent = jobs::parentIn(queue.connection, detail.field("parentKey"), detail.field("parent"));
    if (!parent)
        return nullptr;
    return QCborMap{{u"queue"_s, parent->first.id()}, {u"id"_s, readable(parent->second)}};
}

} // namespace

// One in no state's list may go, or be made anew.
QStringList actionsOf(std::optional<JobState> state)
{
    QStringList actions;
    for (const jobs::JobAction action : jobs::allJobActions) {
        const bool isForAll = action == jobs::JobAction::Remove || action == jobs::JobAction::Duplicate;
        if (state ? jobs::suits(action, *state) : isForAll)
            actions.append(QString(jobs::nameOf(action)));
    }
    return actions;
}

QCborMap jobReport(const JobRow &row, const jobs::QueueAddress &queue)
{
    std::optional<qint64> due;
    if (row.state == JobState::Delayed)
        due = row.at;
    const QCborValue failure = row.failedReason ? QCborValue(readable(*row.failedReason)) : QCborValue(nullptr);
    QCborMap report{{u"id"_s, readable(row.id)},
                    {u"name"_s, readable(row.name)},
                    {u"state"_s, stateValue(row.state)},
                    {u"queue"_s, queue.id()},
                    {u"priority"_s, row.priority},
                    {u"delayMs"_s, row.delayMs},
                    {u"attemptsMade"_s, row.attemptsMade},
                    {u"attempts"_s, row.attempts},
                    {u"progress"_s, jsonValue(row.progress)},
                    {u"dataPreview"_s, previewOf(row)},
                    {u"failedReason"_s, failure},
                    {u"at"_s, momentValue(row.at)},
                    {u"timestamp"_s, momentValue(row.timestamp)},
                    {u"processedAt"_s, momentValue(row.processedOn)},
                    {u"finishedAt"_s, momentValue(row.finishedOn)},
                    {u"dueAt"_s, momentValue(due)},
                    {u"waitMs"_s, row.waitedMs ? QCborValue(*row.waitedMs) : QCborValue(nullptr)},
                    {u"runMs"_s, durationValue(row.processedOn, row.finishedOn)},
                    {u"worker"_s, textValue(row.worker)},
                    {u"parent"_s, row.hasParent},
                    {u"scheduler"_s, textValue(row.scheduler)}};
    if (!row.exists)
        report.insert(u"missing"_s, true);
    return report;
}

QCborMap jobDetailReport(const JobDetail &detail, const jobs::QueueAddress &queue, bool isOwn)
{
    QCborMap report = jobReport(detail.row, queue);
    const QJsonObject options = QJsonDocument::fromJson(detail.field("opts")).object();
    const QByteArray data = detail.field("data");
    const QStringList stacktrace = stacktraceOf(detail);
    report.insert(u"data"_s, valueOf(detail, "data"));
    report.insert(u"dataText"_s, textOfBeginning(data).value_or(readable(data)));
    report.insert(u"dataTruncated"_s, detail.isCut("data"));
    report.insert(u"opts"_s, QCborMap::fromJsonObject(jobs::publicJobOptions(options)));
    report.insert(u"returnValue"_s, valueOf(detail, "returnvalue"));
    report.insert(u"returnValueTruncated"_s, detail.isCut("returnvalue"));
    report.insert(u"stacktrace"_s, QCborArray::fromStringList(stacktrace));
    report.insert(u"stacktraceTruncated"_s, detail.isCut("stacktrace"));
    report.insert(u"attemptsStarted"_s, jobs::numberIn(detail.field("ats")).value_or(0));
    report.insert(u"stalled"_s, jobs::numberIn(detail.field("stc")).value_or(0));
    report.insert(u"deferredFailure"_s, textValue(detail.field("defa")));
    const QString deduplication = options["de"_L1]["id"_L1].toString();
    report.insert(u"deduplicationId"_s, deduplication.isEmpty() ? QCborValue(nullptr) : QCborValue(deduplication));
    report.insert(u"parentKey"_s, textValue(detail.field("parentKey")));
    report.insert(u"parentJob"_s, parentOf(detail, queue));
    report.insert(u"childrenCounts"_s,
                  QCborMap{{u"processed"_s, detail.processedChildren},
                           {u"unprocessed"_s, detail.unprocessedChildren},
                           {u"ignored"_s, detail.ignoredChildren},
                           {u"failed"_s, detail.failedChildren}});
    report.insert(u"logs"_s, detail.logs);
    report.insert(u"traceId"_s, traceIdOf(options));
    report.insert(u"timeline"_s, timelineOf(detail, stacktrace));
    report.insert(u"actions"_s, QCborArray::fromStringList(actionsOf(detail.row.state)));
    report.insert(u"cancellable"_s, isOwn && detail.row.state == JobState::Active);
    return report;
}

} // namespace signalbox::admin
