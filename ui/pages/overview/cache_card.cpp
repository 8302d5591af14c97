// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/overview/cache_card.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::chrono::milliseconds Interval{1000};

QString withoutRedis(const RedisLink &redis)
{
    switch (redis.state) {
    case RedisLink::State::Starting:
        return CacheCard::tr("Starting");
    case RedisLink::State::Down:
        return CacheCard::tr("Redis down");
    case RedisLink::State::Missing:
    case RedisLink::State::Off:
        return CacheCard::tr("No Redis");
    case RedisLink::State::Up:
        break;
    }
    return {};
}

} // namespace

CacheCard::CacheCard(const Theme &theme, QWidget *parent)
    : StatCard(theme, tr("Cache hit rate"), parent)
    , m_poller(u"/admin/cache/series"_s)
{
    setObjectName(u"overviewCardCache"_s);
    setAccessibleName(tr("Cache hit rate"));
    const auto colour = [this, &theme] { setLine(theme.color(Theme::Role::ChartP50)); };
    connect(&theme, &Theme::changed, this, colour);
    colour();
    m_poller.setInterval(Interval);
    m_poller.setQuery({{u"window"_s, u"1m"_s}});
    hide();
    connect(&m_watch, &CacheWatch::changed, this, &CacheCard::showContent);
    connect(&m_poller, &AdminPoller::answered, this, [this](const QCborMap &answer) {
        m_minute = CacheSeries::fromCbor(answer);
        showContent();
    });
}

void CacheCard::setSession(Session *session)
{
    m_watch.setSession(session);
    m_poller.setSession(session);
}

void CacheCard::setRunning(bool running)
{
    m_poller.setRunning(running);
}

void CacheCard::forget()
{
    m_minute = {};
    setContent({});
}

void CacheCard::showContent()
{
    if (m_watch.state())
        setContent(contentOf(*m_watch.state(), m_minute));
    const bool present = m_watch.state().has_value();
    if (isHidden() != present)
        return;
    setVisible(present);
    emit presenceChanged();
}

StatCard::Content CacheCard::contentOf(const CacheState &state, const CacheSeries &lastMinute)
{
    const CacheCounts total = lastMinute.total({0, std::numeric_limits<qint64>::max()});
    Content content;
    content.toolTip = tr("Lookups in the cache that it answered, in the last minute");
    content.figure = withoutRedis(state.redis);
    if (!content.figure.isEmpty()) {
        content.caption = tr("reads go to the database");
        content.changeTone = state.redis.state == RedisLink::State::Down ? Tone::Bad : Tone::Plain;
        content.change = state.redis.state == RedisLink::State::Down ? tr("▼") : QString();
        return content;
    }
    content.figure = formatPercent(total.hitRatio());
    content.caption =
        total.lookups() == 0 ? tr("no lookups in 1 m") : tr("%1 in process").arg(formatPercent(total.localRatio()));
    for (const CachePoint &point : lastMinute.points())
        content.past.append(point.all.hitRatio());
    return content;
}

} // namespace signalbox::ui
