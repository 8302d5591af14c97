// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/redis_facts.h"

#include "pages/cache/memory_bar.h"
#include "pages/metrics/fact_card.h"
#include "widgets/format.h"

#include <QDateTime>
#include <QGridLayout>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int CardWidth = 34 * Theme::Grid; // at least

QString sinceText(qint64 sinceMs)
{
    if (sinceMs == 0)
        return u"–"_s;
    return RedisFacts::tr("%1, %2").arg(formatMoment(sinceMs), formatAgo(sinceMs, QDateTime::currentMSecsSinceEpoch()));
}

QString countText(qint64 count)
{
    return formatExact(count);
}

} // namespace

RedisFacts::RedisFacts(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setSpacing(Theme::Grid);
    makeServer(theme);
    makeWay(theme);
    makeMemory(theme);
    makeTraffic(theme);
    makeKeys(theme);
    makePersistence(theme);
    m_cards = {m_server, m_way, m_memory, m_traffic, m_keys, m_persistence};
    lay(3);
}

void RedisFacts::makeServer(const Theme &theme)
{
    m_server = new FactCard(theme, tr("Redis"));
    m_server->addFact(u"redisKind"_s, tr("Whose"));
    m_server->addFact(u"redisUrl"_s, tr("Address"));
    m_server->addFact(u"redisState"_s, tr("State"));
    m_server->addFact(u"redisSince"_s, tr("Since"));
    m_server->addFact(u"redisVersion"_s, tr("Version"));
    m_server->addFact(u"redisUptime"_s, tr("Running for"));
    m_server->addFact(u"redisProcess"_s, tr("Process"));
}

void RedisFacts::makeWay(const Theme &theme)
{
    m_way = new FactCard(theme, tr("The way to it"));
    m_way->addFact(u"redisBreaker"_s, tr("Breaker"),
                   tr("Closed: commands go through. Open: they fail at once, until a probe succeeds."));
    m_way->addFact(u"redisOpened"_s, tr("Opened"));
    m_way->addFact(u"redisDeadline"_s, tr("Deadline"), tr("What a command is given before it counts as failed"));
    m_way->addFact(u"redisLatency"_s, tr("p50, p95, p99"), tr("How long a command takes"));
    m_way->addFact(u"redisCommands"_s, tr("Commands"));
    m_way->addFact(u"redisFailed"_s, tr("Failed"), tr("Timed out, or without a connection"));
    m_way->addFact(u"redisRefused"_s, tr("Refused"), tr("Answered by an error of Redis"));
    m_way->addFact(u"redisPending"_s, tr("Under way"));
}

void RedisFacts::makeMemory(const Theme &theme)
{
    m_memory = new FactCard(theme, tr("Memory"));
    m_bar = new MemoryBar(theme);
    m_memory->addFact(u"redisMemory"_s, tr("Used"));
    m_memory->addFact(u"redisPeak"_s, tr("Peak"));
    m_memory->addFact(u"redisMax"_s, tr("Limit"));
    m_memory->addFact(u"redisPolicy"_s, tr("When full"), tr("What Redis does at its limit"));
    m_memory->addFact(u"redisFragmentation"_s, tr("Fragmentation"));
    m_memory->addWidget(m_bar);
}

void RedisFacts::makeTraffic(const Theme &theme)
{
    m_traffic = new FactCard(theme, tr("Traffic"));
    m_traffic->addFact(u"redisOps"_s, tr("Commands a second"));
    m_traffic->addFact(u"redisClients"_s, tr("Clients"));
    m_traffic->addFact(u"redisBlocked"_s, tr("Blocked clients"));
    m_traffic->addFact(u"redisHitRate"_s, tr("Hit rate"),
                       tr("Of all lookups in Redis, also those that are no cache's"));
}

void RedisFacts::makeKeys(const Theme &theme)
{
    m_keys = new FactCard(theme, tr("Keys"));
    m_keys->addFact(u"redisKeys"_s, tr("Keys"));
    m_keys->addFact(u"redisKeysWithTtl"_s, tr("With a TTL"));
    m_keys->addFact(u"redisExpired"_s, tr("Expired"));
    m_keys->addFact(u"redisEvicted"_s, tr("Evicted"), tr("Deleted by Redis because its memory was full"));
}

void RedisFacts::makePersistence(const Theme &theme)
{
    m_persistence = new FactCard(theme, tr("Persistence"));
    m_persistence->addFact(u"redisAppends"_s, tr("Append-only file"));
    m_persistence->addFact(u"redisFileSize"_s, tr("Its size"));
    m_persistence->addFact(u"redisLastWrite"_s, tr("Last write"));
    m_persistence->addFact(u"redisLastSave"_s, tr("Last snapshot"));
}

void RedisFacts::setLink(const RedisLink &link)
{
    setServer(link);
    setWay(link);
}

void RedisFacts::setServer(const RedisLink &link)
{
    m_server->set(u"redisKind"_s, link.name());
    m_server->set(u"redisUrl"_s, link.url.isEmpty() ? u"–"_s : link.url);
    m_server->set(u"redisState"_s, link.stateText(), link.stateColour());
    m_server->set(u"redisSince"_s, sinceText(link.sinceMs));
    if (link.kind != RedisLink::Kind::Private)
        return m_server->set(u"redisProcess"_s, tr("not ours"), Theme::Role::TextMuted);
    const QString process = link.processId > 0 ? QString::number(link.processId) : u"–"_s;
    m_server->set(u"redisProcess"_s,
                  tr("%1, restarted %2").arg(process, formatCounted(link.restarts, tr("time"), tr("times"))),
                  link.restarts > 0 ? Theme::Role::Warning : Theme::Role::Text);
}

void RedisFacts::setWay(const RedisLink &link)
{
    m_way->set(u"redisBreaker"_s, link.breakerText(), link.breakerColour());
    m_way->set(u"redisOpened"_s, formatCounted(link.opened, tr("time"), tr("times")));
    m_way->set(u"redisDeadline"_s, formatDuration(double(link.deadlineMs)));
    const Percentiles &latency = link.latency.percentiles;
    m_way->set(u"redisLatency"_s,
               QStringList{formatDuration(latency.p50), formatDuration(latency.p95), formatDuration(latency.p99)}.join(
                   u", "_s));
    m_way->set(u"redisCommands"_s, countText(link.commands));
    m_way->set(u"redisFailed"_s, tr("%1, %2 timed out").arg(formatExact(link.failed), formatExact(link.timedOut)),
               link.failed > 0 ? Theme::Role::Warning : Theme::Role::Text);
    m_way->set(u"redisRefused"_s, countText(link.refused), link.refused > 0 ? Theme::Role::Warning : Theme::Role::Text);
    m_way->set(u"redisPending"_s, countText(link.pending));
}

void RedisFacts::setInfo(const RedisInfo &info)
{
    m_server->set(u"redisVersion"_s, info.role.isEmpty() ? info.version : u"%1, %2"_s.arg(info.version, info.role));
    m_server->set(u"redisUptime"_s, formatRemaining(info.uptimeSeconds * 1000));
    m_bar->setMemory(info.memoryUsed, info.memoryPeak, info.memoryMax);
    m_memory->set(u"redisMemory"_s, formatBytes(double(info.memoryUsed)));
    m_memory->set(u"redisPeak"_s, formatBytes(double(info.memoryPeak)));
    m_memory->set(u"redisMax"_s, info.memoryMax > 0 ? formatBytes(double(info.memoryMax)) : tr("none"));
    m_memory->set(u"redisPolicy"_s, info.evictionPolicy);
    m_memory->set(u"redisFragmentation"_s,
                  std::isfinite(info.fragmentation) ? u"× %1"_s.arg(info.fragmentation, 0, 'f', 2) : u"–"_s);
    m_traffic->set(u"redisOps"_s, formatRate(info.opsPerSecond));
    m_traffic->set(u"redisClients"_s, countText(info.clients));
    m_traffic->set(u"redisBlocked"_s, countText(info.blockedClients));
    m_traffic->set(u"redisHitRate"_s, formatPercent(info.keyspaceHitRatio()));
    m_keys->set(u"redisKeys"_s, countText(info.keys));
    m_keys->set(u"redisKeysWithTtl"_s, countText(info.keysWithTtl));
    m_keys->set(u"redisExpired"_s, countText(info.expired));
    m_keys->set(u"redisEvicted"_s, countText(info.evicted),
                info.evicted > 0 ? Theme::Role::Warning : Theme::Role::Text);
    setPersistence(info);
}

void RedisFacts::setPersistence(const RedisInfo &info)
{
    const QString file = info.rewriting ? tr("on, being rewritten") : tr("on");
    m_persistence->set(u"redisAppends"_s, info.appendsOnly ? file : tr("off"));
    m_persistence->set(u"redisFileSize"_s, info.appendsOnly ? formatBytes(double(info.fileSize)) : u"–"_s);
    m_persistence->set(u"redisLastWrite"_s, info.lastWriteOk ? tr("ok") : tr("failed"),
                       info.lastWriteOk ? Theme::Role::Success : Theme::Role::Danger);
    m_persistence->set(u"redisLastSave"_s, sinceText(info.lastSaveMs));
}

void RedisFacts::lay(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int at = 0; at < m_cards.size(); ++at)
        m_grid->addWidget(m_cards[at], at / columns, at % columns);
    for (int column = 0; column < m_cards.size(); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
}

void RedisFacts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int room = (width() + Theme::Grid) / (CardWidth + Theme::Grid);
    lay(room >= 6 ? 6 : room >= 3 ? 3 : 2);
}

} // namespace signalbox::ui
