// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/reactor.h"

#include "runtime/application.h"
#include "runtime/reactor_core.h"
#include "store/database_pool.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto stuckTimeout = std::chrono::seconds(5);
constexpr auto databaseTimeout = std::chrono::milliseconds(500); // the server's thread waits meanwhile

// What a handler whose client went away, or the names of users, still wait for must not find the thread's loop gone.
void awaitDatabase()
{
    const QDeadlineTimer limit(databaseTimeout);
    while (store::DatabasePool::isAwaitedHere() && !limit.hasExpired()) {
        QCoreApplication::processEvents();
        QThread::msleep(1);
    }
    store::DatabasePool::endAwaitingHere();
}

} // namespace

Reactor::Reactor(int index, Application &application, gate::Gate::Settings settings)
    : m_index(index)
    , m_application(application)
    , m_settings(std::move(settings))
{
    setObjectName(u"reactor-%1"_s.arg(index));
}

Reactor::~Reactor()
{
    quit();
    if (wait(QDeadlineTimer(stuckTimeout)))
        return;
    // A handler blocks the thread against the rules; nothing can be had back from it.
    terminate();
    wait();
}

QString Reactor::listen(const ListenAddress &address)
{
    m_address = address;
    std::future<QString> error = m_listening.get_future();
    start();
    return error.get();
}

void Reactor::drain()
{
    QMetaObject::invokeMethod(m_core, &ReactorCore::drain);
}

void Reactor::dropAll()
{
    QMetaObject::invokeMethod(m_core, [this] { emit dropped(m_core->dropAll()); });
}

void Reactor::run()
{
    ReactorCore core(m_index, m_application, m_settings);
    connect(&core, &ReactorCore::drained, this, &Reactor::drained, Qt::DirectConnection);
    m_core = &core;
    const QString error = core.listen(m_address);
    m_listening.set_value(error);
    if (!error.isEmpty())
        return;
    exec();
    core.dropAll();
    QCoreApplication::processEvents(); // handlers that heed an abort end now, and free what they hold
    awaitDatabase();
}

} // namespace signalbox
