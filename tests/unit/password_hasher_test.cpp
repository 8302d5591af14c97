// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/password_hasher.h"
#include "base/compute_pool.h"
#include "http/app_error.h"

#include <QCoro/QCoroTask>
#include <QSemaphore>
#include <QTest>

using signalbox::ComputePool;
using signalbox::auth::PasswordHasher;
using signalbox::http::AppError;

namespace {

// The status of the AppError that a task ends with. (QCoro::waitFor() hangs on a task that has thrown already.)
QCoro::Task<int> refusal(QCoro::Task<QByteArray> task)
{
    try {
        co_await task;
    } catch (const AppError &error) {
        co_return error.headers().first().first == "Retry-After" ? error.status() : 0;
    }
    co_return 0;
}

} // namespace

class PasswordHasherTest : public QObject {
    Q_OBJECT

private:
    ComputePool m_pool{{.threads = 2, .queued = 16}};
    PasswordHasher m_hasher{m_pool, {.cost = 4, .waiting = 4}};

    QByteArray hash(const QByteArray &password) { return QCoro::waitFor(m_hasher.hash(nullptr, password)); }
    bool verify(const QByteArray &password, const QByteArray &hash)
    {
        return QCoro::waitFor(m_hasher.verify(nullptr, password, hash));
    }

private slots:
    void hashesAreBcryptOfTheCostAsked()
    {
        QVERIFY(hash("correct horse").startsWith("$2b$04$"));
        QCOMPARE(hash("correct horse").size(), 60);
    }

    void thePasswordAndNoOtherFits()
    {
        const QByteArray kept = hash("correct horse");
        QVERIFY(verify("correct horse", kept));
        QVERIFY(!verify("correct horsf", kept));
        QVERIFY(!verify("", kept));
    }

    void eachHashHasItsOwnSalt() { QVERIFY(hash("correct horse") != hash("correct horse")); }

    void knowsTheHashesOfOthers()
    {
        // From bcrypt's own test vectors (John the Ripper, public domain).
        QVERIFY(verify("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    void whatBcryptWouldCutOffDoesNotFit()
    {
        const QByteArray longest(72, 'x');
        const QByteArray kept = hash(longest);
        QVERIFY(verify(longest, kept));
        QVERIFY(!verify(longest + 'y', kept));
        QVERIFY(!verify(QByteArray("ab\0cd", 5), hash("ab")));
    }

    void aBrokenHashFitsNothing()
    {
        QVERIFY(!verify("x", "$2b$04$"));
        QVERIFY(!verify("*0", "*0"));
    }

    void someoneUnknownCostsAsMuchAsAWrongPassword()
    {
        const QByteArray kept = hash("correct horse");
        const quint64 before = m_hasher.computed();
        QVERIFY(!verify("wrong horse", kept));
        QCOMPARE(m_hasher.computed(), before + 1);
        QVERIFY(!verify("wrong horse", {}));
        QCOMPARE(m_hasher.computed(), before + 2);
    }

    void moreThanMayWaitIs503()
    {
        QSemaphore gate;
        std::vector<QFuture<bool>> blockers;
        for (int i = 0; i < m_pool.threads(); ++i)
            blockers.push_back(*m_pool.tryRun([&gate] { return gate.tryAcquire(1, 10'000); }));
        std::vector<QCoro::Task<QByteArray>> taken;
        for (int i = 0; i < m_pool.threads() + 4; ++i)
            taken.push_back(m_hasher.hash(nullptr, "x"));
        QCOMPARE(QCoro::waitFor(refusal(m_hasher.hash(nullptr, "x"))), 503);
        gate.release(m_pool.threads());
        for (auto &task : taken)
            QVERIFY(!QCoro::waitFor(std::move(task)).isEmpty());
    }

    void otherWorkOnThePoolIsNotHeldUpByThoseThatWait()
    {
        ComputePool pool({.threads = 1, .queued = 16});
        PasswordHasher hasher(pool, {.cost = 8, .waiting = 8});
        std::vector<QCoro::Task<QByteArray>> taken;
        for (int i = 0; i < 9; ++i)
            taken.push_back(hasher.hash(nullptr, "x"));
        QVERIFY(pool.waiting() <= 1); // one that begins while another one ends
        for (auto &task : taken)
            QCoro::waitFor(std::move(task));
    }

    void nobodyWaitsForEverForAPoolThatIsFull()
    {
        ComputePool pool({.threads = 1, .queued = 1});
        PasswordHasher hasher(pool, {.cost = 10, .waiting = 4});
        QSemaphore gate;
        auto running = hasher.hash(nullptr, "x");
        std::vector<QCoro::Task<int>> waiting;
        for (int i = 0; i < 3; ++i)
            waiting.push_back(refusal(hasher.hash(nullptr, "x")));
        const auto blocker = pool.tryRun([&gate] { return gate.tryAcquire(1, 10'000); });
        QVERIFY(blocker.has_value());
        QVERIFY(!QCoro::waitFor(std::move(running)).isEmpty());
        for (auto &task : waiting) {
            QTRY_VERIFY(task.isReady());
            QCOMPARE(QCoro::waitFor(std::move(task)), 503);
        }
        gate.release();
    }

    void goesWhileWorkWaits()
    {
        ComputePool pool({.threads = 1, .queued = 4});
        auto hasher = std::make_unique<PasswordHasher>(pool, PasswordHasher::Settings{.cost = 8, .waiting = 4});
        const auto first = hasher->hash(nullptr, "x");
        const auto second = hasher->hash(nullptr, "y");
        hasher.reset();
        QVERIFY(!second.isReady());
    }
};

QTEST_GUILESS_MAIN(PasswordHasherTest)
#include "password_hasher_test.moc"
