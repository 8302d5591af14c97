// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tells ThreadSanitizer how Qt hands things from thread to thread: it sees no lock inside the distribution's Qt, which
// isn't built for it, and would take what is handed over for a race. The linker puts each function here before
// Qt's own wherever our code calls it (--wrap); see cmake/SignalboxThreadSanitizer.cmake. Only the order that Qt
// promises is told, and only to those that take part, so that races of our own are still seen.
//
// Not itself compiled for ThreadSanitizer.

#define QFUTURE_TEST // opens QFutureInterfaceBase::d
#include <QDeadlineTimer>
#include <QFutureInterface>
#include <QMutex>
#include <QObject>
#include <QSemaphore>
#include <QThread>
#include <QThreadPool>
#include <QWaitCondition>

extern "C" {
void __tsan_acquire(void *address);
void __tsan_release(void *address);
void __tsan_mutex_pre_lock(void *mutex, unsigned flags);
void __tsan_mutex_post_lock(void *mutex, unsigned flags, int recursion);
int __tsan_mutex_pre_unlock(void *mutex, unsigned flags);
void __tsan_mutex_post_unlock(void *mutex, unsigned flags);
}

// The function of that mangled name as our code calls it, and Qt's own.
#define CALLED(mangled) asm("__wrap_" mangled)
#define QT_OWN(mangled) asm("__real_" mangled)

namespace {

// A slot object that brings along what its maker did before, and back what the called function did.
class CarriedSlot final : public QtPrivate::QSlotObjectBase {
public:
    explicit CarriedSlot(QtPrivate::QSlotObjectBase *slot)
        : QSlotObjectBase(&run)
        , m_slot(slot)
    {
        __tsan_release(this);
    }

private:
    static void run(int operation, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *result)
    {
        auto *self = static_cast<CarriedSlot *>(base);
        __tsan_acquire(self);
        if (operation == Call)
            self->m_slot->call(receiver, arguments);
        else if (operation == Compare)
            *result = self->m_slot->compare(arguments);
        __tsan_release(self);
        if (operation == Destroy) {
            self->m_slot->destroyIfLastRef();
            delete self;
        }
    }

    QtPrivate::QSlotObjectBase *m_slot;
};

// All that is done to one future's state is done under its mutex, one after another.
class FutureTurn {
public:
    explicit FutureTurn(const QFutureInterfaceBase *future)
        : m_mutex(future->d ? &future->mutex() : nullptr)
    {
        take();
    }
    ~FutureTurn() { take(); }
    Q_DISABLE_COPY_MOVE(FutureTurn)

private:
    void take()
    {
        if (!m_mutex)
            return;
        __tsan_acquire(m_mutex);
        __tsan_release(m_mutex);
    }

    void *m_mutex;
};

} // namespace

// Functions of QFutureInterfaceBase: their result, name here, mangled name, further parameters and arguments.
#define FUTURE_FUNCTION(Result, name, mangled, parameters, arguments)                                                  \
    Result name##Real parameters QT_OWN(mangled);                                                                      \
    Result name parameters CALLED(mangled);                                                                            \
    Result name parameters                                                                                             \
    {                                                                                                                  \
        const FutureTurn turn(future);                                                                                 \
        return name##Real arguments;                                                                                   \
    }

using Future = QFutureInterfaceBase;
FUTURE_FUNCTION(void, reportStarted, "_ZN20QFutureInterfaceBase13reportStartedEv", (Future * future), (future))
FUTURE_FUNCTION(void, reportFinished, "_ZN20QFutureInterfaceBase14reportFinishedEv", (Future * future), (future))
FUTURE_FUNCTION(void, reportResultsReady, "_ZN20QFutureInterfaceBase18reportResultsReadyEii",
                (Future * future, int begin, int end), (future, begin, end))
FUTURE_FUNCTION(void, waitForResult, "_ZN20QFutureInterfaceBase13waitForResultEi", (Future * future, int index),
                (future, index))
FUTURE_FUNCTION(void, waitForFinished, "_ZN20QFutureInterfaceBase15waitForFinishedEv", (Future * future), (future))
FUTURE_FUNCTION(bool, isFinished, "_ZNK20QFutureInterfaceBase10isFinishedEv", (const Future *future), (future))
FUTURE_FUNCTION(void, runContinuation, "_ZNK20QFutureInterfaceBase15runContinuationEv", (const Future *future),
                (future))
FUTURE_FUNCTION(void, cleanContinuation, "_ZN20QFutureInterfaceBase17cleanContinuationEv", (Future * future), (future))
FUTURE_FUNCTION(bool, derefT, "_ZNK20QFutureInterfaceBase6derefTEv", (const Future *future), (future))

// Of a posted call: what was done before it is seen by the called function, and what that did by whoever frees the
// slot.
using QtPrivate::QSlotObjectBase;
bool invokeReal(QObject *receiver, QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
    QT_OWN("_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
bool invoke(QObject *receiver, QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
    CALLED("_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
bool invoke(QObject *receiver, QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    return invokeReal(receiver, new CarriedSlot(slot), type, result);
}

// Of a thread: what it did is seen by who waited for its end.
void startReal(QThread *thread, QThread::Priority priority) QT_OWN("_ZN7QThread5startENS_8PriorityE");
void start(QThread *thread, QThread::Priority priority) CALLED("_ZN7QThread5startENS_8PriorityE");
void start(QThread *thread, QThread::Priority priority)
{
    QObject::connect(
        thread, &QThread::finished, thread, [thread] { __tsan_release(thread); }, Qt::DirectConnection);
    startReal(thread, priority);
}

bool waitReal(QThread *thread, QDeadlineTimer deadline) QT_OWN("_ZN7QThread4waitE14QDeadlineTimer");
bool wait(QThread *thread, QDeadlineTimer deadline) CALLED("_ZN7QThread4waitE14QDeadlineTimer");
bool wait(QThread *thread, QDeadlineTimer deadline)
{
    const bool ended = waitReal(thread, deadline);
    if (ended)
        __tsan_acquire(thread);
    return ended;
}

// Of a mutex that a condition gives away and takes again; of its other turns Qt's headers tell.
bool waitReal(QWaitCondition *condition, QMutex *mutex, QDeadlineTimer deadline)
    QT_OWN("_ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer");
bool wait(QWaitCondition *condition, QMutex *mutex, QDeadlineTimer deadline)
    CALLED("_ZN14QWaitCondition4waitEP6QMutex14QDeadlineTimer");
bool wait(QWaitCondition *condition, QMutex *mutex, QDeadlineTimer deadline)
{
    __tsan_mutex_pre_unlock(mutex, 0);
    __tsan_mutex_post_unlock(mutex, 0);
    const bool isWoken = waitReal(condition, mutex, deadline);
    __tsan_mutex_pre_lock(mutex, 0);
    __tsan_mutex_post_lock(mutex, 0, 0);
    return isWoken;
}

// Of a semaphore: what was done before a release is seen by who acquires.
void releaseReal(QSemaphore *semaphore, int count) QT_OWN("_ZN10QSemaphore7releaseEi");
void release(QSemaphore *semaphore, int count) CALLED("_ZN10QSemaphore7releaseEi");
void release(QSemaphore *semaphore, int count)
{
    __tsan_release(semaphore);
    releaseReal(semaphore, count);
}

void acquireReal(QSemaphore *semaphore, int count) QT_OWN("_ZN10QSemaphore7acquireEi");
void acquire(QSemaphore *semaphore, int count) CALLED("_ZN10QSemaphore7acquireEi");
void acquire(QSemaphore *semaphore, int count)
{
    acquireReal(semaphore, count);
    __tsan_acquire(semaphore);
}

bool tryAcquireReal(QSemaphore *semaphore, int count, int timeout) QT_OWN("_ZN10QSemaphore10tryAcquireEii");
bool tryAcquire(QSemaphore *semaphore, int count, int timeout) CALLED("_ZN10QSemaphore10tryAcquireEii");
bool tryAcquire(QSemaphore *semaphore, int count, int timeout)
{
    const bool isAcquired = tryAcquireReal(semaphore, count, timeout);
    if (isAcquired)
        __tsan_acquire(semaphore);
    return isAcquired;
}

// Of a pool: what was done before a function was handed in is seen by it, and what it did by who waited for it.
void runReal(QThreadPool *pool, std::function<void()> function, int priority)
    QT_OWN("_ZN11QThreadPool5startESt8functionIFvvEEi");
void run(QThreadPool *pool, std::function<void()> function, int priority)
    CALLED("_ZN11QThreadPool5startESt8functionIFvvEEi");
void run(QThreadPool *pool, std::function<void()> function, int priority)
{
    // Not captured itself: QThreadPool copies what it is handed, and that after the release.
    auto *handed = new std::function<void()>(std::move(function));
    __tsan_release(pool);
    const auto carried = [pool, handed] {
        __tsan_acquire(pool);
        (*handed)();
        delete handed;
        __tsan_release(pool);
    };
    runReal(pool, carried, priority);
}

bool waitForDoneReal(QThreadPool *pool, int timeout) QT_OWN("_ZN11QThreadPool11waitForDoneEi");
bool waitForDone(QThreadPool *pool, int timeout) CALLED("_ZN11QThreadPool11waitForDoneEi");
bool waitForDone(QThreadPool *pool, int timeout)
{
    const bool done = waitForDoneReal(pool, timeout);
    __tsan_acquire(pool);
    return done;
}

// The last of a future's holders frees its state after what the others did.
#define FUTURE_DESTRUCTOR(name, mangled)                                                                               \
    void name##Real(Future *future) QT_OWN(mangled);                                                                   \
    void name(Future *future) CALLED(mangled);                                                                         \
    void name(Future *future)                                                                                          \
    {                                                                                                                  \
        {                                                                                                              \
            const FutureTurn turn(future);                                                                             \
        }                                                                                                              \
        name##Real(future);                                                                                            \
    }
FUTURE_DESTRUCTOR(destroyComplete, "_ZN20QFutureInterfaceBaseD1Ev")
FUTURE_DESTRUCTOR(destroyBase, "_ZN20QFutureInterfaceBaseD2Ev")
