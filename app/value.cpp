// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value.h"

#include <QRegularExpression>

#include <cmath>
#include <limits>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

struct Unit {
    QLatin1StringView name;
    double factor;
};

constexpr Unit SizeUnits[] = {{""_L1, 1},     {"b"_L1, 1},      {"kb"_L1, 1e3},       {"mb"_L1, 1e6},
                              {"gb"_L1, 1e9}, {"kib"_L1, 1024}, {"mib"_L1, 1048576.}, {"gib"_L1, 1073741824.}};
constexpr Unit DurationUnits[] = {{"ms"_L1, 1}, {"s"_L1, 1e3}, {"m"_L1, 6e4}, {"min"_L1, 6e4}, {"h"_L1, 3.6e6}};

// "1.5 KiB" in the smallest unit; nothing for what is negative, has another unit, or is too much for 64 bits.
template <size_t N> std::optional<qint64> readQuantity(const QString &text, const Unit (&units)[N])
{
    static const QRegularExpression pattern(u"^\\s*([0-9]{1,15}(?:\\.[0-9]{1,6})?)\\s*([A-Za-z]*)\\s*$"_s);
    const auto match = pattern.match(text);
    if (!match.hasMatch())
        return {};
    for (const Unit &unit : units) {
        if (match.captured(2).compare(unit.name, Qt::CaseInsensitive) != 0)
            continue;
        const double amount = match.captured(1).toDouble() * unit.factor;
        if (amount > 9e15)
            return {};
        return std::llround(amount);
    }
    return {};
}

} // namespace

Value Value::fromText(const QString &text)
{
    return {text, u'"' + text + u'"', Source::Text};
}

std::optional<bool> readBoolean(const Value &value)
{
    if (const auto *flag = std::get_if<bool>(&value.content))
        return *flag;
    if (value.source == Value::Source::File)
        return {};
    const QString text = std::get<QString>(value.content).toLower();
    if (text == "true"_L1 || text == "1"_L1 || text == "yes"_L1 || text == "on"_L1)
        return true;
    if (text == "false"_L1 || text == "0"_L1 || text == "no"_L1 || text == "off"_L1)
        return false;
    return {};
}

std::optional<qint64> readInteger(const Value &value)
{
    if (const auto *integer = std::get_if<qint64>(&value.content))
        return *integer;
    if (value.source == Value::Source::File)
        return {};
    bool ok = false;
    const qint64 integer = std::get<QString>(value.content).toLongLong(&ok);
    return ok ? std::optional(integer) : std::nullopt;
}

std::optional<QString> readText(const Value &value)
{
    const auto *text = std::get_if<QString>(&value.content);
    return text ? std::optional(*text) : std::nullopt;
}

std::optional<QStringList> readTextList(const Value &value)
{
    if (const auto *list = std::get_if<QStringList>(&value.content))
        return *list;
    if (value.source == Value::Source::File)
        return {};
    QStringList list;
    for (const QString &item : std::get<QString>(value.content).split(u',', Qt::SkipEmptyParts))
        list.append(item.trimmed());
    return list;
}

std::optional<qint64> readSize(const Value &value)
{
    if (const auto *bytes = std::get_if<qint64>(&value.content))
        return *bytes;
    const auto *text = std::get_if<QString>(&value.content);
    return text ? readQuantity(*text, SizeUnits) : std::nullopt;
}

std::optional<std::chrono::milliseconds> readDuration(const Value &value)
{
    const auto *text = std::get_if<QString>(&value.content);
    const auto ms = text ? readQuantity(*text, DurationUnits) : std::nullopt;
    return ms ? std::optional(std::chrono::milliseconds(*ms)) : std::nullopt;
}

} // namespace signalbox::app
