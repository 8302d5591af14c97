// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/queue_keys.h"
#include "redis/client.h"

#include <QCoro/QCoroTask>

#include <functional>
#include <memory>

namespace signalbox::jobs {

// Waits for the marker that says that there may be work, on a connection of its own that is named as BullMQ names those
// of its workers. Whoever takes the marker away must look for a job, or give it back. One thread, with an event loop.
class MarkerWait {
public:
    struct Settings {
        QueueKeys queue;
        QByteArray workerName;
        std::chrono::milliseconds atMost; // of one wait
    };

    // `ended` is called when a wait has.
    MarkerWait(Settings settings, std::shared_ptr<redis::ServerTarget> target, std::function<void()> ended);
    ~MarkerWait(); // a wait that is under way is forgotten

    void begin(); // unless one is under way
    bool isWaiting() const { return m_isWaiting; }
    // What the waits since then have found: a marker's score, which is 0 or the time of the next delayed job. Nothing
    // when none was found.
    std::optional<qint64> takeMarker() { return std::exchange(m_marker, std::nullopt); }
    bool hasMarker() const { return m_marker.has_value(); }
    // Why the last wait failed; nothing when it didn't.
    const QString &trouble() const { return m_trouble; }

    // Ends the wait that is under way, on the connection of commands. It has ended when isWaiting() is false.
    QCoro::Task<> interrupt(redis::Client &commands);

private:
    QCoro::Task<> wait();

    const Settings m_settings;
    const std::function<void()> m_ended;
    bool m_isWaiting = false;
    bool m_isInterrupted = false;
    std::optional<qint64> m_marker;
    QByteArray m_connectionId; // as CLIENT UNBLOCK wants it
    QString m_trouble;
    std::shared_ptr<bool> m_isGone = std::make_shared<bool>(false);
    std::unique_ptr<redis::Client> m_client;
};

} // namespace signalbox::jobs
