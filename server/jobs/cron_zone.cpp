// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/cron_zone.h"

#include <QRegularExpression>

namespace signalbox::jobs {

using namespace Qt::Literals::StringLiterals;

namespace {

QTimeZone offsetZone(const QRegularExpressionMatch &match)
{
    const int hours = match.capturedView(2).toInt();
    const int seconds = (hours * 60 + match.capturedView(3).toInt()) * 60;
    return seconds == 0 ? QTimeZone::utc() : QTimeZone(match.capturedView(1) == u"-" ? -seconds : seconds);
}

// Names of zones are names of files: only what can be one is looked for.
QTimeZone namedZone(const QString &name)
{
    static const QRegularExpression shape(u"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$"_s);
    if (!shape.match(name).hasMatch())
        return {};
    const QByteArray id = name.toLatin1();
    if (const QTimeZone zone(id); zone.isValid())
        return zone;
    const QByteArrayList known = QTimeZone::availableTimeZoneIds();
    for (const QByteArray &candidate : known) {
        if (candidate.compare(id, Qt::CaseInsensitive) == 0)
            return QTimeZone(candidate);
    }
    return {};
}

QTimeZone zoneOf(const QString &name)
{
    static const QRegularExpression offset(u"^utc(?:([+-])(\\d{1,2})(?::(\\d{2}))?)?$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    const QString lower = name.toLower();
    if (lower.isEmpty() || lower == u"local" || lower == u"system" || lower == u"default")
        return QTimeZone::systemTimeZone();
    if (lower == u"gmt")
        return QTimeZone::utc();
    const QRegularExpressionMatch match = offset.match(name);
    return match.hasMatch() ? offsetZone(match) : namedZone(name);
}

} // namespace

std::variant<QTimeZone, CronError> cronZone(const QString &name)
{
    const QTimeZone zone = zoneOf(name);
    if (zone.isValid())
        return zone;
    return CronError{
        u"tz"_s, u"The time zone \"%1\" isn't known here: write a name like Europe/Warsaw, UTC, or UTC+2."_s.arg(name)};
}

} // namespace signalbox::jobs
