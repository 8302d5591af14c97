// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/range_store.h"
#include "widgets/charts/series_data.h"

namespace signalbox::ui {

// A RangeStore of one kind of series, whose points have counted(). Main thread.
template <typename Series> class SeriesStoreOf : public RangeStore {
public:
    const Series &data() const { return m_data; }

protected:
    using RangeStore::RangeStore;

private:
    using Point = typename Series::Point;

    void clear() final { m_data = {}; }
    void replace(const QCborMap &answer, const TimeSpan &kept) final
    {
        Series data = Series::fromCbor(answer);
        data.keepEarlier(m_data, kept);
        m_data = std::move(data);
    }
    void appendAll(const QCborMap &answer) final
    {
        const Series tail = Series::fromCbor(answer);
        if (tail.stepMs() != m_data.stepMs())
            return;
        for (const Point &point : tail.points())
            m_data.append(point);
    }
    void append(const QCborMap &point) final { m_data.append(Point::fromCbor(point)); }
    qint64 countOf(const QCborMap &point) const final { return Point::fromCbor(point).counted(); }
    void dropBefore(qint64 atMs) final { m_data.dropBefore(atMs); }
    bool isEmpty() const final { return m_data.isEmpty(); }
    qint64 stepMs() const final { return m_data.stepMs(); }
    qint64 beginMs() const final { return isEmpty() ? 0 : m_data.points().constFirst().atMs; }
    qint64 endMs() const final { return m_data.endMs(); }

    Series m_data;
};

// The server's requests over time.
class SeriesStore : public SeriesStoreOf<SeriesData> {
public:
    explicit SeriesStore(QObject *parent = nullptr)
        : SeriesStoreOf(QStringLiteral("/admin/series"), QStringLiteral("stats"), parent)
    {
    }
};

} // namespace signalbox::ui
