// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/settings_change.h"

#include "admin/field_errors.h"

#include <cmath>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double longestSlowMs = 3'600'000;

std::optional<bool> readFlag(const QString &field, const QJsonValue &value, FieldErrors &errors)
{
    if (value.isBool())
        return value.toBool();
    errors.add("body."_L1 + field, u"Must be true or false"_s);
    return std::nullopt;
}

std::optional<qint64> readSlowMs(const QJsonValue &value, FieldErrors &errors)
{
    const double number = value.toDouble(-1);
    if (number >= 1 && number <= longestSlowMs && std::floor(number) == number)
        return qint64(number);
    errors.add(u"body.slowMs"_s, u"Must be a whole number of milliseconds from 1 to 3600000"_s);
    return std::nullopt;
}

std::optional<QString> readLogLevel(const QJsonValue &value, FieldErrors &errors)
{
    static const QStringList levels{u"trace"_s, u"debug"_s, u"info"_s, u"warn"_s, u"error"_s, u"off"_s};
    if (levels.contains(value.toString()))
        return value.toString();
    errors.add(u"body.logLevel"_s, "Must be one of "_L1 + levels.join(", "_L1));
    return std::nullopt;
}

} // namespace

SettingsChange SettingsChange::fromJson(const QJsonObject &body)
{
    SettingsChange change;
    FieldErrors errors;
    for (auto field = body.begin(); field != body.end(); ++field) {
        const QString name = field.key();
        if (name == "slowMs"_L1)
            change.telemetry.slowMs = readSlowMs(field.value(), errors);
        else if (name == "capture"_L1)
            change.telemetry.capture = readFlag(name, field.value(), errors);
        else if (name == "logLevel"_L1)
            change.telemetry.logLevel = readLogLevel(field.value(), errors);
        else if (name == "demo"_L1)
            change.demo = readFlag(name, field.value(), errors);
        else
            errors.add("body."_L1 + name, u"Unknown field; there are slowMs, capture, logLevel and demo"_s);
    }
    errors.check(u"The settings are not valid"_s);
    return change;
}

} // namespace signalbox::admin
