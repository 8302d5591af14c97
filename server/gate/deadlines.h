// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/deadline_clock.h"
#include "gate/limits.h"

#include <QBasicTimer>
#include <QObject>

#include <array>
#include <chrono>

namespace signalbox::gate {

// What a connection is waited for; all of one kind have the same time.
enum class DeadlineKind : quint8 { Head, Body, Idle, DrainGrace, Linger, Unsent };
inline constexpr std::size_t deadlineKinds = 6;

struct DeadlineLink {
    DeadlineLink *previous = nullptr;
    DeadlineLink *next = nullptr;
};

// One deadline of a connection, a member of it. Leaves its queue when it is destroyed.
class Deadline : private DeadlineLink {
public:
    class Owner {
    public:
        virtual void onDeadline(DeadlineKind kind) = 0;

    protected:
        ~Owner() = default;
    };

    explicit Deadline(Owner &owner)
        : m_owner(owner)
    {
    }
    ~Deadline() { disarm(); }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    bool isArmed() const { return next; }
    bool isArmedFor(DeadlineKind kind) const { return next && m_kind == kind; }
    void disarm();

private:
    friend class Deadlines;

    Owner &m_owner;
    std::chrono::steady_clock::time_point m_at;
    DeadlineKind m_kind = DeadlineKind::Head;
};

// The deadlines of all connections of a gate. Since those of a kind have the same time, each kind is a queue whose
// first is the next to end: arming costs a few pointers, and one coarse timer serves them all.
class Deadlines : public QObject {
public:
    Deadlines(const Limits &limits, DeadlineClock clock);

    void arm(Deadline &deadline, DeadlineKind kind);

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    bool expireFirst(DeadlineLink &queue, std::chrono::steady_clock::time_point now);
    bool isEmpty() const;

    const DeadlineClock m_clock;
    std::array<std::chrono::milliseconds, deadlineKinds> m_times;
    std::array<DeadlineLink, deadlineKinds> m_queues; // rings around these
    std::chrono::milliseconds m_resolution;
    QBasicTimer m_timer;
};

} // namespace signalbox::gate
