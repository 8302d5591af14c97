// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/format.h"

#include <QDateTime>
#include <QLocale>

#include <array>
#include <cmath>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

const QString Unknown = u"–"_s;

// The digits after the point that make three significant ones of a value below 1000.
int decimalsOf(double value)
{
    if (value >= 99.95)
        return 0;
    return value >= 9.995 ? 1 : 2;
}

QString threeDigits(double value)
{
    return QString::number(value, 'f', decimalsOf(value));
}

// 999.6 is "1000" with three digits, which belongs to the next unit.
bool fitsUnit(double value, double limit)
{
    return value < limit - 0.5;
}

// "1 m 05 s"
QString twoUnits(qint64 large, char largeUnit, qint64 small, char smallUnit)
{
    return u"%1 %2 %3 %4"_s.arg(large)
        .arg(QLatin1Char(largeUnit))
        .arg(small, 2, 10, '0'_L1)
        .arg(QLatin1Char(smallUnit));
}

QString formatMinutes(qint64 seconds)
{
    if (seconds < 3600)
        return twoUnits(seconds / 60, 'm', seconds % 60, 's');
    return twoUnits(seconds / 3600, 'h', seconds / 60 % 60, 'm');
}

} // namespace

QString formatDuration(double ms)
{
    if (!std::isfinite(ms) || ms < 0)
        return Unknown;
    const double us = ms * 1000;
    if (us == 0)
        return u"0 µs"_s;
    if (us < 1)
        return u"<1 µs"_s;
    if (fitsUnit(us, 1000))
        return us < 10 ? u"%1 µs"_s.arg(us, 0, 'f', 1) : u"%1 µs"_s.arg(us, 0, 'f', 0);
    if (fitsUnit(ms, 1000))
        return threeDigits(ms) + u" ms"_s;
    if (fitsUnit(ms / 1000, 60))
        return threeDigits(ms / 1000) + u" s"_s;
    return formatMinutes(std::llround(ms / 1000));
}

QString formatCount(double count)
{
    if (!std::isfinite(count) || count < 0)
        return Unknown;
    if (fitsUnit(count, 1000))
        return count == std::floor(count) ? QString::number(count, 'f', 0) : threeDigits(count);
    static constexpr std::array Units{'k', 'M', 'G', 'T'};
    std::size_t unit = 0;
    for (count /= 1000; unit + 1 < Units.size() && !fitsUnit(count, 1000); ++unit)
        count /= 1000;
    return threeDigits(count) + QLatin1Char(Units[unit]);
}

QString formatExact(qint64 count)
{
    return QLocale(QLocale::English).toString(count);
}

QString formatCounted(qint64 count, const QString &one, const QString &many)
{
    return formatExact(count) + ' '_L1 + (count == 1 ? one : many);
}

QString formatRate(double perSecond)
{
    const QString count = formatCount(perSecond);
    return count == Unknown ? count : count + u"/s"_s;
}

QString formatBytes(double bytes)
{
    if (!std::isfinite(bytes) || bytes < 0)
        return Unknown;
    if (fitsUnit(bytes, 1024))
        return u"%1 B"_s.arg(bytes, 0, 'f', 0);
    static constexpr std::array Units{"KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (bytes /= 1024; unit + 1 < Units.size() && !fitsUnit(bytes, 1000); ++unit)
        bytes /= 1024;
    return threeDigits(bytes) + ' '_L1 + QLatin1String(Units[unit]);
}

QString formatPercent(double ratio)
{
    if (!std::isfinite(ratio) || ratio < 0)
        return Unknown;
    if (ratio == 0)
        return u"0 %"_s;
    const double percent = ratio * 100;
    return percent < 0.01 ? u"<0.01 %"_s : threeDigits(percent) + u" %"_s;
}

QString formatClock(qint64 atMs)
{
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(u"HH:mm:ss.zzz"_s);
}

QString formatMoment(qint64 atMs)
{
    if (atMs <= 0)
        return Unknown;
    return QDateTime::fromMSecsSinceEpoch(atMs).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QString formatRemaining(qint64 ms)
{
    constexpr qint64 Day = 86'400;
    const qint64 seconds = (std::max<qint64>(0, ms) + 999) / 1000;
    if (ms < 1000)
        return u"<1 s"_s;
    if (seconds < 60)
        return u"%1 s"_s.arg(seconds);
    return seconds < Day ? formatMinutes(seconds) : twoUnits(seconds / Day, 'd', seconds / 3600 % 24, 'h');
}

QString formatAgo(qint64 atMs, qint64 nowMs)
{
    const qint64 seconds = std::max<qint64>(0, nowMs - atMs) / 1000;
    if (seconds < 1)
        return u"just now"_s;
    if (seconds < 60)
        return u"%1 s ago"_s.arg(seconds);
    if (seconds < 3600)
        return u"%1 m ago"_s.arg(seconds / 60);
    if (seconds < 48 * 3600)
        return u"%1 h ago"_s.arg(seconds / 3600);
    return u"%1 d ago"_s.arg(seconds / 86'400);
}

QString asToolTip(const QString &text)
{
    return text.isEmpty() ? text : u"<span style=\"white-space:pre-wrap\">%1</span>"_s.arg(text.toHtmlEscaped());
}

} // namespace signalbox::ui
