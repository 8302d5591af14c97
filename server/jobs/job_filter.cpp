// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_filter.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int longData = 4 * 1024 * 1024; // of which is looked through here

// Lua knows no letters but ASCII's.
bool isForLua(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

// JSON's \u0105, which some producers write for all letters but ASCII's, as that letter.
QString unescaped(const QString &json)
{
    constexpr qsizetype digits = 4;
    QString plain;
    qsizetype taken = 0;
    for (qsizetype place = json.indexOf(u'\\'); place >= 0; place = json.indexOf(u'\\', place)) {
        const QStringView escape = QStringView(json).mid(place, 2 + digits);
        place += 2;
        bool isLetter = escape.size() == 2 + digits && escape[1] == u'u';
        const ushort letter = isLetter ? escape.mid(2).toUShort(&isLetter, 16) : 0;
        if (!isLetter)
            continue;
        plain.append(QStringView(json).sliced(taken, place - 2 - taken)).append(QChar(letter));
        place += digits;
        taken = place;
    }
    return plain.append(QStringView(json).sliced(taken));
}

std::optional<qint64> momentIn(const QJsonValue &value)
{
    const QDateTime moment = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    return moment.isValid() ? std::optional(moment.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace

JobFilter JobFilter::fromJson(const QJsonObject &match)
{
    JobFilter filter;
    for (const auto &name : match["states"_L1].toArray()) {
        if (const auto state = jobStateNamed(name.toString()); state && !filter.states.contains(*state))
            filter.states.append(*state);
    }
    filter.q = match["q"_L1].toString();
    filter.name = match["name"_L1].toString();
    filter.failedReason = match["failedReason"_L1].toString();
    filter.before = momentIn(match["before"_L1]);
    filter.after = momentIn(match["after"_L1]);
    if (match["minAttempts"_L1].isDouble())
        filter.minAttempts = match["minAttempts"_L1].toInteger();
    return filter;
}

QJsonObject JobFilter::criteria() const
{
    QJsonObject criteria;
    if (!q.isEmpty() && isForLua(q))
        criteria.insert(u"q"_s, q.toLower());
    else if (!q.isEmpty())
        criteria.insert(u"dataCut"_s, longData);
    if (!isForLua(q) || !isForLua(failedReason))
        criteria.insert(u"failureCut"_s, longData);
    if (!name.isEmpty())
        criteria.insert(u"name"_s, name);
    if (!failedReason.isEmpty() && isForLua(failedReason))
        criteria.insert(u"failedReason"_s, failedReason.toLower());
    const auto add = [&](const QString &key, const std::optional<qint64> &number) {
        if (number)
            criteria.insert(key, *number);
    };
    add(u"before"_s, before);
    add(u"after"_s, after);
    add(u"minAttempts"_s, minAttempts);
    add(u"started"_s, started);
    return criteria;
}

bool JobFilter::matches(const JobRow &row) const
{
    const QString failure = QString::fromUtf8(row.failedReason.value_or(QByteArray()));
    if (!failedReason.isEmpty() && !isForLua(failedReason) && !failure.contains(failedReason, Qt::CaseInsensitive))
        return false;
    if (q.isEmpty() || isForLua(q))
        return true;
    const auto has = [&](const QString &text) { return text.contains(q, Qt::CaseInsensitive); };
    const QString data = QString::fromUtf8(row.data);
    return has(QString::fromUtf8(row.id)) || has(QString::fromUtf8(row.name)) || has(failure) || has(data)
        || (data.contains("\\u"_L1) && has(unescaped(data)));
}

} // namespace signalbox::jobs
