// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/job_engine.h"

#include "runtime/application.h"
#include "runtime/job_engine_core.h"

#include <QCoreApplication>
#include <QDeadlineTimer>

namespace signalbox {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto stuckTimeout = std::chrono::seconds(5);
constexpr int stopTimeoutMs = 100; // for processors that heed a stop

} // namespace

JobEngine::JobEngine(Application &application)
    : m_application(application)
{
    setObjectName(u"jobs"_s);
}

JobEngine::~JobEngine()
{
    quit();
    if (wait(QDeadlineTimer(stuckTimeout)))
        return;
    // A processor blocks the thread against the rules; nothing can be had back from it.
    terminate();
    wait();
}

void JobEngine::begin()
{
    start();
}

void JobEngine::drain()
{
    const QMutexLocker lock(&m_mutex);
    m_isToDrain = true;
    if (m_core)
        QMetaObject::invokeMethod(m_core, &JobEngineCore::drain);
}

void JobEngine::dropAll()
{
    const QMutexLocker lock(&m_mutex);
    if (m_core)
        QMetaObject::invokeMethod(m_core, [this, core = m_core] {
            emit dropped(core->dropAll());
            emit drained();
        });
}

QFuture<bool> JobEngine::cancel(const QByteArray &base, const QByteArray &jobId, const QString &why)
{
    const auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    QFuture<bool> future = promise->future();
    const QMutexLocker lock(&m_mutex);
    if (!m_core) {
        promise->addResult(false);
        promise->finish();
        return future;
    }
    QMetaObject::invokeMethod(m_core, [core = m_core, promise, base, jobId, why] {
        promise->addResult(core->cancel(base, jobId, why));
        promise->finish();
    });
    return future;
}

void JobEngine::run()
{
    JobEngineCore core(m_application);
    connect(&core, &JobEngineCore::drained, this, &JobEngine::drained, Qt::DirectConnection);
    {
        const QMutexLocker lock(&m_mutex);
        m_core = &core;
        if (m_isToDrain)
            QMetaObject::invokeMethod(m_core, &JobEngineCore::drain, Qt::QueuedConnection);
    }
    core.begin();
    exec();
    {
        const QMutexLocker lock(&m_mutex);
        m_core = nullptr;
    }
    core.dropAll();
    const QDeadlineTimer limit(core.hasDropped() ? stopTimeoutMs : 0);
    do {
        QCoreApplication::processEvents(QEventLoop::AllEvents, stopTimeoutMs); // they end now, and free what they hold
    } while (!limit.hasExpired());
}

} // namespace signalbox
