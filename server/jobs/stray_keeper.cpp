// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/stray_keeper.h"

#include <algorithm>
#include <utility>

namespace signalbox::jobs {

using redis::Pending;
using redis::RedisError;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds betweenLooks{500};
constexpr milliseconds longestBetweenLooks{5000}; // while Redis doesn't answer
constexpr int looksInAll = 4; // that were answered: what Redis was sent before it hung may be done after one

} // namespace

StrayKeeper::StrayKeeper(std::shared_ptr<const WorkerScripts> scripts, std::shared_ptr<RedisConnection> connection,
                         std::shared_ptr<JobRunner> runner, QByteArray tokenPrefix, std::function<void()> found)
    : m_scripts(std::move(scripts))
    , m_connection(std::move(connection))
    , m_runner(std::move(runner))
    , m_tokenPrefix(std::move(tokenPrefix))
    , m_found(std::move(found))
{
}

void StrayKeeper::look()
{
    m_looks = looksInAll;
    if (!m_isLooking)
        lookUntilFound();
}

void StrayKeeper::close()
{
    m_isClosing = true;
}

QCoro::Task<> StrayKeeper::lookUntilFound()
{
    const auto isGone = m_isGone;
    m_isLooking = true;
    milliseconds pause = betweenLooks;
    while (m_looks > 0 && !m_isClosing) {
        const auto strays = co_await find();
        if (*isGone)
            co_return;
        if (strays) {
            --m_looks;
            std::ranges::for_each(*strays, [this](const StrayJob &stray) { hold(stray); });
            if (!m_strays.empty())
                m_found();
        }
        if (*isGone)
            co_return;
        pause = strays ? betweenLooks : std::min(pause * 2, longestBetweenLooks);
        co_await m_pause.wait(pause);
        if (*isGone)
            co_return;
    }
    m_isLooking = false;
}

void StrayKeeper::hold(const StrayJob &stray)
{
    if (m_isClosing)
        return;
    m_runner->holdLock(stray.id, stray.token);
    m_strays.push_back(stray);
}

void StrayKeeper::letGo(const StrayJob &stray)
{
    m_runner->dropLock(stray.id, stray.token);
}

void StrayKeeper::letGoOfAll()
{
    for (const StrayJob &stray : std::exchange(m_strays, {}))
        letGo(stray);
}

StrayJob StrayKeeper::take()
{
    StrayJob stray = std::move(m_strays.front());
    m_strays.pop_front();
    return stray;
}

QCoro::Task<StrayClaim> StrayKeeper::claim(StrayJob stray)
{
    const auto isGone = m_isGone;
    const auto connection = m_connection;
    const milliseconds lockDuration = m_scripts->settings().lockDuration;
    try {
        const StrayClaim claim = co_await claimStrayJob(connection->get(), m_scripts->queue(), stray, lockDuration);
        co_return claim;
    } catch (const RedisError &) {
        if (!*isGone)
            look();
    }
    co_return StrayClaim();
}

QCoro::Task<> StrayKeeper::giveBack()
{
    const auto isGone = m_isGone;
    const auto scripts = m_scripts;
    letGoOfAll();
    for (int looks = std::max(m_looks, 1); looks > 0; --looks) {
        const auto strays = co_await find();
        if (*isGone)
            co_return;
        for (const StrayJob &stray : strays.value_or(QList<StrayJob>())) {
            try {
                Pending pending = scripts->giveBack(m_connection->get(), stray.id, stray.token);
                co_await pending;
            } catch (const RedisError &) {
                // It stalls at worst, and is another's then.
            }
            if (*isGone)
                co_return;
        }
        if (looks > 1)
            co_await m_closingPause.wait(betweenLooks);
        if (*isGone)
            co_return;
    }
}

QCoro::Task<std::optional<QList<StrayJob>>> StrayKeeper::find()
{
    const auto runner = m_runner;
    const auto connection = m_connection;
    try {
        QByteArrayList known = runner->tokens();
        for (const StrayJob &stray : m_strays)
            known.append(stray.token);
        const QByteArray ours = m_tokenPrefix;
        QList<StrayJob> found = co_await findStrayJobs(connection->get(), m_scripts->queue(), ours, known);
        found.removeIf([&](const StrayJob &each) { // it has begun meanwhile
            const std::shared_ptr<JobContext> context = runner->running(each.id);
            return context && context->token() == each.token;
        });
        co_return found;
    } catch (const RedisError &) {
        co_return std::nullopt;
    }
}

} // namespace signalbox::jobs
