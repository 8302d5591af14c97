// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_order.h"

#include "pages/queues/jobs_model.h"

#include <cmath>
#include <compare>

namespace signalbox::ui {

namespace {

double orLowest(double value)
{
    return std::isnan(value) ? -1 : value;
}

// Those that BullMQ gave, which are numbers, by number and before those of people.
std::weak_ordering compareIds(const QString &a, const QString &b)
{
    bool isNumber = false;
    bool isOtherNumber = false;
    const qulonglong number = a.toULongLong(&isNumber);
    const qulonglong other = b.toULongLong(&isOtherNumber);
    if (isNumber && isOtherNumber)
        return number <=> other;
    if (isNumber != isOtherNumber)
        return isNumber ? std::weak_ordering::less : std::weak_ordering::greater;
    return a.compare(b) <=> 0;
}

std::weak_ordering compareTexts(const QString &a, const QString &b)
{
    return a.compare(b, Qt::CaseInsensitive) <=> 0;
}

std::weak_ordering compareNumbers(double a, double b) // which are numbers
{
    return a < b ? std::weak_ordering::less : a > b ? std::weak_ordering::greater : std::weak_ordering::equivalent;
}

std::weak_ordering compare(const JobRow &a, const JobRow &b, int column)
{
    const auto place = [](const JobRow &row) { return row.state ? int(*row.state) : JobStateCount; };
    switch (column) {
    case JobsModel::Name:
        return compareTexts(a.name, b.name);
    case JobsModel::State:
        return place(a) <=> place(b);
    case JobsModel::Data:
        return compareTexts(a.dataPreview, b.dataPreview);
    case JobsModel::Progress:
        return compareNumbers(orLowest(a.progress.share), orLowest(b.progress.share));
    case JobsModel::Attempts:
        return a.attemptsMade <=> b.attemptsMade;
    case JobsModel::Priority:
        return a.priority <=> b.priority;
    case JobsModel::Added:
        return a.addedAtMs <=> b.addedAtMs;
    case JobsModel::At:
        return a.atMs <=> b.atMs;
    case JobsModel::Wait:
        return compareNumbers(orLowest(a.waitMs), orLowest(b.waitMs));
    case JobsModel::Run:
        return compareNumbers(orLowest(a.runMsNow()), orLowest(b.runMsNow()));
    case JobsModel::Worker:
        return compareTexts(a.worker, b.worker);
    case JobsModel::Failure:
        return compareTexts(a.failedReason, b.failedReason);
    default:
        return compareIds(a.id, b.id);
    }
}

} // namespace

bool JobOrder::comesBefore(const JobRow &a, const JobRow &b) const
{
    const std::weak_ordering which = compare(a, b, column);
    return direction == Qt::AscendingOrder ? std::is_lt(which) : std::is_gt(which);
}

Qt::SortOrder JobOrder::firstDirectionOf(int column)
{
    switch (column) {
    case JobsModel::Progress:
    case JobsModel::Attempts:
    case JobsModel::Added:
    case JobsModel::At:
    case JobsModel::Wait:
    case JobsModel::Run:
        return Qt::DescendingOrder;
    default:
        return Qt::AscendingOrder;
    }
}

} // namespace signalbox::ui
