// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/demo_switch.h"

#include <QPromise>

#include <memory>

namespace signalbox {

namespace {

// Finished when the last follower has let go of it, also by ending before its turn came.
class Completion {
public:
    Completion() { m_promise.start(); }
    ~Completion() { m_promise.finish(); }
    Completion(const Completion &) = delete;
    Completion &operator=(const Completion &) = delete;
    QFuture<void> future() const { return m_promise.future(); }

private:
    QPromise<void> m_promise;
};

} // namespace

DemoSwitch::DemoSwitch(bool on)
    : m_on(on)
{
}

void DemoSwitch::add(QObject *reactor, Apply apply)
{
    const QMutexLocker lock(&m_mutex);
    apply(m_on);
    m_followers.push_back({reactor, std::move(apply)});
}

void DemoSwitch::remove(QObject *reactor)
{
    const QMutexLocker lock(&m_mutex);
    std::erase_if(m_followers, [reactor](const Follower &follower) { return follower.reactor == reactor; });
}

bool DemoSwitch::isOn() const
{
    const QMutexLocker lock(&m_mutex);
    return m_on;
}

QFuture<void> DemoSwitch::set(bool on)
{
    const auto completion = std::make_shared<Completion>();
    const QMutexLocker lock(&m_mutex); // a reactor can't go while it is held
    m_on = on;
    for (const Follower &follower : m_followers)
        QMetaObject::invokeMethod(
            follower.reactor, [apply = follower.apply, on, completion] { apply(on); }, Qt::QueuedConnection);
    return completion->future();
}

} // namespace signalbox
