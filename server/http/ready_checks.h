// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>

#include <atomic>
#include <functional>

namespace signalbox::http {

// What must be up before this server wants traffic: each feature adds a named check. One for the whole server; checks
// are added before the reactors start, and may then be asked by any of them.
class ReadyChecks {
public:
    // Says whether it is up, from what it knows already: it is called on a reactor and must not wait.
    using Check = std::function<bool()>;

    void add(QByteArray name, Check check);
    // Told, and decides nothing: for what the server can do without.
    void addNote(QByteArray name, Check check);

    // From now on not ready, for good. Any thread.
    void startDraining() { m_draining.store(true, std::memory_order_relaxed); }
    bool isDraining() const { return m_draining.load(std::memory_order_relaxed); }

    // {"ok": bool, "checks": {"database": "up" | "down"}}; while it drains also {"server": "draining"}.
    QJsonObject report() const;

private:
    struct Named {
        QByteArray name;
        Check check;
        bool decides = true;
    };

    QList<Named> m_checks;
    std::atomic<bool> m_draining = false;
};

} // namespace signalbox::http
