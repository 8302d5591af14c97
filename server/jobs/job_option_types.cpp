// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/job_option_types.h"

#include <QJsonArray>

#include <cmath>
#include <span>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double mostDigits = 99'999'999'999'999.0; // what Lua's cjson writes exactly

using Trouble = std::optional<JobOptionsError>;

enum class Type : quint8 { Integer, Count, Number, Flag, Text, Object };

struct Member {
    QLatin1StringView name;
    Type type;
};

constexpr Member backoffMembers[] = {{"type"_L1, Type::Text}, {"delay"_L1, Type::Integer}, {"jitter"_L1, Type::Number}};
constexpr Member keepMembers[] = {{"count"_L1, Type::Count}, {"age"_L1, Type::Integer}, {"limit"_L1, Type::Integer}};
constexpr Member deduplicationMembers[] = {{"id"_L1, Type::Text},         {"ttl"_L1, Type::Integer},
                                           {"extend"_L1, Type::Flag},     {"replace"_L1, Type::Flag},
                                           {"reschedule"_L1, Type::Flag}, {"keepLastIfActive"_L1, Type::Flag}};
constexpr Member parentMembers[] = {{"id"_L1, Type::Text}, {"queue"_L1, Type::Text}};
constexpr Member telemetryMembers[] = {{"metadata"_L1, Type::Text}, {"omitContext"_L1, Type::Flag}};

struct Option {
    QLatin1StringView name;
    Type type;
    std::span<const Member> members = {}; // of an object; none: any
    std::optional<Type> otherwise = {}; // instead of an object
    std::optional<Type> orElse = {};
};

constexpr Option knownOptions[] = {
    {"attempts"_L1, Type::Integer},
    {"delay"_L1, Type::Integer},
    {"priority"_L1, Type::Integer},
    {"timestamp"_L1, Type::Integer},
    {"keepLogs"_L1, Type::Integer},
    {"stackTraceLimit"_L1, Type::Integer},
    {"sizeLimit"_L1, Type::Integer},
    {"prevMillis"_L1, Type::Integer},
    {"jobId"_L1, Type::Text},
    {"repeatJobKey"_L1, Type::Text},
    {"lifo"_L1, Type::Flag},
    {"failParentOnFailure"_L1, Type::Flag},
    {"continueParentOnFailure"_L1, Type::Flag},
    {"ignoreDependencyOnFailure"_L1, Type::Flag},
    {"removeDependencyOnFailure"_L1, Type::Flag},
    {"backoff"_L1, Type::Object, backoffMembers, Type::Integer},
    {"removeOnComplete"_L1, Type::Object, keepMembers, Type::Count, Type::Flag},
    {"removeOnFail"_L1, Type::Object, keepMembers, Type::Count, Type::Flag},
    {"deduplication"_L1, Type::Object, deduplicationMembers},
    {"parent"_L1, Type::Object, parentMembers},
    {"telemetry"_L1, Type::Object, telemetryMembers},
    {"repeat"_L1, Type::Object},
};

JobOptionsError error(const QString &field, const QString &message)
{
    return {field, message};
}

bool isWhole(const QJsonValue &value, double least)
{
    const double number = value.toDouble();
    return value.isDouble() && number >= least && number <= mostDigits && std::floor(number) == number;
}

bool isOf(Type type, const QJsonValue &value)
{
    switch (type) {
    case Type::Integer:
        return isWhole(value, 0);
    case Type::Count:
        return isWhole(value, -1);
    case Type::Number:
        return value.isDouble();
    case Type::Flag:
        return value.isBool();
    case Type::Text:
        return value.isString();
    case Type::Object:
        return value.isObject();
    }
    return false;
}

QString described(Type type)
{
    switch (type) {
    case Type::Integer:
        return u"a whole number from 0 on, of 14 digits at most"_s;
    case Type::Count:
        return u"a whole number, or -1 for all"_s;
    case Type::Number:
        return u"a number"_s;
    case Type::Flag:
        return u"true or false"_s;
    case Type::Text:
        return u"a string"_s;
    case Type::Object:
        return u"an object"_s;
    }
    return {};
}

bool isAbsent(const QJsonValue &value)
{
    return value.isUndefined() || value.isNull();
}

// What BullMQ's scripts don't give back as it was, anywhere in a value.
QString spoiledIn(const QJsonValue &value)
{
    if (value.isDouble() && std::abs(value.toDouble()) > mostDigits)
        return u"has a number of more than 14 digits, which BullMQ rounds: write it as a string"_s;
    if (value.isArray() && value.toArray().isEmpty())
        return u"has an empty list, which BullMQ makes an empty object: leave it out"_s;
    QString spoiled;
    const auto look = [&](const QJsonValue &inner) { spoiled = spoiled.isEmpty() ? spoiledIn(inner) : spoiled; };
    const QJsonArray items = value.toArray();
    for (const QJsonValue item : items)
        look(item);
    const QJsonObject members = value.toObject();
    for (const QJsonValue member : members)
        look(member);
    return spoiled;
}

Trouble checkMembers(const Option &option, const QJsonObject &object)
{
    for (auto member = object.begin(); member != object.end(); ++member) {
        const auto known = std::ranges::find(option.members, member.key(), &Member::name);
        if (known == option.members.end())
            return error(option.name, u"%1 has no %2"_s.arg(option.name, member.key()));
        if (!isAbsent(*member) && !isOf(known->type, *member))
            return error(option.name, u"%1 of %2 must be %3"_s.arg(known->name, option.name, described(known->type)));
    }
    return std::nullopt;
}

Trouble checkOption(const Option &option, const QJsonValue &value)
{
    if (isOf(option.type, value))
        return option.members.empty() ? std::nullopt : checkMembers(option, value.toObject());
    QString allowed = described(option.type);
    for (const auto other : {option.otherwise, option.orElse}) {
        if (!other)
            continue;
        if (isOf(*other, value))
            return std::nullopt;
        allowed += u", or "_s + described(*other);
    }
    return error(option.name, u"%1 must be %2"_s.arg(option.name, allowed));
}

} // namespace

std::optional<JobOptionsError> checkOptionTypes(const QJsonObject &options)
{
    if (options.contains("debounce"_L1))
        return error(u"debounce"_s, u"there is no debounce any more: use deduplication"_s);
    for (const Option &option : knownOptions) {
        const QJsonValue value = options.value(option.name);
        if (isAbsent(value))
            continue;
        if (const Trouble trouble = checkOption(option, value))
            return trouble;
    }
    for (auto option = options.begin(); option != options.end(); ++option) {
        if (const QString spoiled = spoiledIn(*option); !spoiled.isEmpty())
            return error(option.key(), u"%1 %2"_s.arg(option.key(), spoiled));
    }
    return std::nullopt;
}

} // namespace signalbox::jobs
