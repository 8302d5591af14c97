// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers lines of JSON {pattern, tz, seed, after, count} with {next: [...]} or {error, field}: the times in ms that
// are due one after the other.

#include "jobs/cron_pattern.h"
#include "jobs/cron_zone.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <iostream>
#include <string>

using namespace signalbox::jobs;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject refused(const CronError &error)
{
    return {{u"error"_s, error.message}, {u"field"_s, error.field}};
}

QJsonObject answer(const QJsonObject &question)
{
    const auto zone = cronZone(question[u"tz"].toString());
    if (const auto *error = std::get_if<CronError>(&zone))
        return refused(*error);
    const QString pattern = question[u"pattern"].toString();
    const QString seed = question[u"seed"].toString();
    const auto parsed = CronPattern::parse(pattern, std::get<QTimeZone>(zone), seed);
    if (const auto *error = std::get_if<CronError>(&parsed))
        return refused(*error);
    QJsonArray times;
    std::optional<qint64> time = question[u"after"].toInteger();
    for (int left = question[u"count"].toInt(); left > 0 && time; --left) {
        time = std::get<CronPattern>(parsed).next(*time);
        if (time)
            times.append(*time);
    }
    return {{u"next"_s, times}};
}

} // namespace

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        const QJsonObject question = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        std::cout << QJsonDocument(answer(question)).toJson(QJsonDocument::Compact).constData() << '\n';
    }
    return 0;
}
