// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/series_points.h"

#include "telemetry/reports.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::telemetry {

namespace {

constexpr qint64 maxPoints = 600;
constexpr qint64 ten = Series::stepSeconds[Series::TenSeconds];

qint64 roundedUp(qint64 value, qint64 step)
{
    return (value + step - 1) / step * step;
}

// Seconds. A step wished for is widened when it would give too many points.
qint64 stepFor(qint64 wishedMs, qint64 seconds)
{
    constexpr qint64 nice[] = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600};
    const qint64 least = std::max((wishedMs + 999) / 1000, (seconds + maxPoints - 1) / maxPoints);
    const auto step = std::find_if(std::begin(nice), std::end(nice), [least](qint64 one) { return one >= least; });
    return step == std::end(nice) ? roundedUp(least, 3600) : *step;
}

// Merges steps of the series into the points' wider ones.
class PointWriter {
public:
    explicit PointWriter(qint64 step)
        : m_step(step)
    {
    }

    void add(qint64 second, const Cell &cell)
    {
        const qint64 begin = second - second % m_step;
        if (begin != m_begin)
            finish();
        m_begin = begin;
        m_any = true;
        m_sum.merge(cell);
    }

    // `end`: the second up to which all is complete.
    QCborArray take(qint64 end)
    {
        if (m_begin + m_step <= end || m_points.isEmpty())
            finish();
        return m_points;
    }

private:
    void finish()
    {
        if (m_any)
            m_points.append(pointOf(m_begin, m_sum));
        m_sum.clear();
        m_any = false;
    }

    const qint64 m_step;
    qint64 m_begin = -1;
    bool m_any = false;
    Cell m_sum;
    QCborArray m_points;
};

} // namespace

QCborMap seriesPoints(const Series &series, TimeRange range, qint64 stepMs, std::optional<int> route, qint64 nowMs)
{
    const qint64 to = std::min(range.toMs > 0 ? (range.toMs + 999) / 1000 : series.openSecond(), series.openSecond());
    qint64 from = std::max(range.fromMs / 1000, series.startSecond());
    qint64 step = stepFor(stepMs, to - from);
    if (series.finestFor(from, route.has_value()) == Series::TenSeconds)
        step = roundedUp(step, ten);
    const bool coarse = step % ten == 0;
    from -= from % step;
    const qint64 seam = coarse ? std::max(from, to - to % ten) : from;
    PointWriter writer(step);
    const auto add = [&writer](qint64 second, const Cell &cell) {
        writer.add(second, cell);
        return true;
    };
    series.visit({Series::TenSeconds, from, seam, route}, add);
    series.visit({Series::Second, seam, to, route}, add);
    return {{u"fromMs"_s, from * 1000},
            {u"toMs"_s, range.toMs > 0 ? range.toMs : nowMs},
            {u"stepMs"_s, step * 1000},
            {u"heatBoundsMs"_s, heatBounds()},
            {u"points"_s, writer.take(series.openSecond())}};
}

} // namespace signalbox::telemetry
