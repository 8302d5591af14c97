// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/pending_invalidations.h"

#include <QSet>
#include <QTest>

using namespace signalbox::cache;
using namespace std::chrono_literals;
using Clock = PendingInvalidations::Clock;

namespace {

QSet<QByteArray> idsOf(const QList<PendingInvalidations::Item> &items)
{
    QSet<QByteArray> ids;
    for (const auto &item : items)
        ids.insert(item.id);
    return ids;
}

} // namespace

// What Redis is still to be told.
class CachePendingTest : public QObject {
    Q_OBJECT

private slots:
    void whatFailedWaitsOnceUntilItIsSettled()
    {
        Namespace space({.name = "user"});
        PendingInvalidations pending;
        pending.addFailed(space, {"1", "2"}, 7);
        pending.addFailed(space, {"1"}, 8);
        QCOMPARE(pending.count(&space), 2);
        const auto due = pending.due(Clock::now());
        QCOMPARE(idsOf(due), (QSet<QByteArray>{"1", "2"}));
        QCOMPARE(pending.count(&space), 2); // until then
        pending.settle(due);
        QCOMPARE(pending.count(&space), 0);
    }

    void whatFailedAgainMeanwhileIsNotSettled()
    {
        Namespace space({.name = "user"});
        PendingInvalidations pending;
        pending.addFailed(space, {"1", "2"}, 0);
        const auto due = pending.due(Clock::now());
        pending.addFailed(space, {"2"}, 0);
        pending.settle(due);
        QCOMPARE(idsOf(pending.due(Clock::now())), QSet<QByteArray>{"2"});
    }

    void namespacesAreCountedApart()
    {
        Namespace one({.name = "user"});
        Namespace other({.name = "note"});
        PendingInvalidations pending;
        pending.addFailed(one, {"1"}, 0);
        pending.addFailed(other, {"1", "2"}, 0);
        QCOMPARE(pending.count(&one), 1);
        QCOMPARE(pending.count(&other), 2);
        QCOMPARE(pending.count(nullptr), 3);
    }

    void anUndecidedWriteIsToldTwice()
    {
        Namespace space({.name = "user"});
        PendingInvalidations pending;
        const auto now = Clock::now();
        pending.addUndecided(space, {"1"}, now);
        const auto first = pending.due(now);
        QCOMPARE(idsOf(first), QSet<QByteArray>{"1"});
        pending.settle(first);
        QVERIFY(pending.due(now + PendingInvalidations::undecidedFor - 1ms).isEmpty());
        QCOMPARE(idsOf(pending.all()), QSet<QByteArray>{"1"}); // at the end it would be noted
        const auto second = pending.due(now + PendingInvalidations::undecidedFor);
        QCOMPARE(idsOf(second), QSet<QByteArray>{"1"});
        pending.settle(second);
        QVERIFY(pending.all().isEmpty());
    }

    void whatWasToldIsRememberedForAWhile()
    {
        Namespace space({.name = "user"});
        PendingInvalidations pending;
        const auto now = Clock::now();
        pending.addTold(space, {"1"}, now);
        pending.addTold(space, {"2"}, now + 3s);
        QCOMPARE(idsOf(pending.told(now + 3s)), (QSet<QByteArray>{"1", "2"}));
        QCOMPARE(idsOf(pending.told(now + 6s)), QSet<QByteArray>{"2"});
        QCOMPARE(pending.count(&space), 0);
    }

    void whatIsTooMuchIsAllOfTheNamespace()
    {
        Namespace space({.name = "user"});
        Namespace other({.name = "note"});
        PendingInvalidations pending;
        for (qsizetype i = 0; i < PendingInvalidations::most; ++i)
            pending.addFailed(space, {QByteArray::number(i)}, 0);
        QVERIFY(pending.takeOverflowed().isEmpty());
        pending.addFailed(space, {"0"}, 0); // is there already
        QVERIFY(pending.takeOverflowed().isEmpty());
        pending.addFailed(other, {"1", "2"}, 0);
        QCOMPARE(pending.count(nullptr), PendingInvalidations::most);
        QCOMPARE(pending.takeOverflowed(), QList<Namespace *>{&other});
        QVERIFY(pending.takeOverflowed().isEmpty());
        for (qsizetype i = 0; i < 2 * PendingInvalidations::most; ++i)
            pending.addTold(space, {QByteArray::number(i)}, Clock::now());
        QCOMPARE(pending.told(Clock::now()).size(), PendingInvalidations::most);
    }
};

QTEST_APPLESS_MAIN(CachePendingTest)
#include "cache_pending_test.moc"
