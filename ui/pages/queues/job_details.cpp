// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_details.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCoreApplication>

#include <array>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

struct MomentInfo {
    const char *what;
    const char *text;
    Theme::Role role;
};

constexpr std::array Moments{
    MomentInfo{"added", QT_TRANSLATE_NOOP("JobMoment", "Added"), Theme::Role::Neutral},
    MomentInfo{"delayed", QT_TRANSLATE_NOOP("JobMoment", "Delayed"), Theme::Role::Accent},
    MomentInfo{"started", QT_TRANSLATE_NOOP("JobMoment", "Started"), Theme::Role::Info},
    MomentInfo{"attempt", QT_TRANSLATE_NOOP("JobMoment", "Attempt"), Theme::Role::Warning},
    MomentInfo{"stalled", QT_TRANSLATE_NOOP("JobMoment", "Stalled"), Theme::Role::Warning},
    MomentInfo{"failed", QT_TRANSLATE_NOOP("JobMoment", "Failed"), Theme::Role::Danger},
    MomentInfo{"completed", QT_TRANSLATE_NOOP("JobMoment", "Completed"), Theme::Role::Success}};

const MomentInfo *infoOf(const QString &what)
{
    const auto found =
        std::ranges::find_if(Moments, [&what](const MomentInfo &info) { return what == QLatin1StringView(info.what); });
    return found == Moments.end() ? nullptr : &*found;
}

// The beginning of a text that was too long is no JSON any more.
QByteArray textOrJson(const QCborValue &value, bool truncated)
{
    if (value.isUndefined())
        return {};
    return truncated && value.isString() ? value.toString().toUtf8() : jsonOf(value);
}

} // namespace

QString JobMoment::text() const
{
    const MomentInfo *info = infoOf(what);
    return info ? QCoreApplication::translate("JobMoment", info->text) : what;
}

Theme::Role JobMoment::colour() const
{
    const MomentInfo *info = infoOf(what);
    return info ? info->role : Theme::Role::Neutral;
}

JobDetails JobDetails::fromCbor(const QCborMap &answer)
{
    JobDetails details;
    details.row = JobRow::fromCbor(answer);
    details.dataTruncated = answer.value("dataTruncated"_L1).toBool();
    const QString asWritten = answer.value("dataText"_L1).toString(); // its members in their order
    details.data =
        asWritten.isEmpty() ? textOrJson(answer.value("data"_L1), details.dataTruncated) : asWritten.toUtf8();
    details.options = jsonOf(answer.value("opts"_L1));
    details.returnValueTruncated = answer.value("returnValueTruncated"_L1).toBool();
    if (const QCborValue value = answer.value("returnValue"_L1); !value.isUndefined() && !value.isNull())
        details.returnValue = textOrJson(value, details.returnValueTruncated);
    details.areOldestTracesLeftOut = answer.value("stacktraceTruncated"_L1).toBool();
    for (const QCborValue trace : answer.value("stacktrace"_L1).toArray())
        details.stackTraces.append(trace.toString());
    details.attemptsStarted = integerField(answer, "attemptsStarted");
    details.stalled = integerField(answer, "stalled");
    details.deferredFailure = answer.value("deferredFailure"_L1).toString();
    details.deduplicationId = answer.value("deduplicationId"_L1).toString();
    const QCborMap parent = answer.value("parentJob"_L1).toMap();
    details.parentQueueId = parent.value("queue"_L1).toString();
    details.parentId = parent.value("id"_L1).toString();
    const QCborMap children = answer.value("childrenCounts"_L1).toMap();
    details.children = {integerField(children, "processed"), integerField(children, "unprocessed"),
                        integerField(children, "ignored"), integerField(children, "failed")};
    details.logs = integerField(answer, "logs");
    details.traceId = answer.value("traceId"_L1).toString();
    for (const QCborValue entry : answer.value("timeline"_L1).toArray()) {
        const QCborMap moment = entry.toMap();
        details.timeline.append(
            {moment.value("what"_L1).toString(), momentField(moment, "at"), moment.value("detail"_L1).toString()});
    }
    details.cancellable = answer.value("cancellable"_L1).toBool();
    return details;
}

} // namespace signalbox::ui
