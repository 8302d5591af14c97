// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/byte_ring.h"

#include <QTest>

using signalbox::telemetry::ByteRing;

namespace {

constexpr std::size_t capacity = 1024 * 1024;
constexpr std::size_t messageSize = 1000;

bool write(ByteRing &ring)
{
    if (!ring.reserve(messageSize))
        return false;
    ring.commit();
    return true;
}

std::size_t fill(ByteRing &ring)
{
    std::size_t count = 0;
    while (write(ring))
        ++count;
    return count;
}

std::size_t empty(ByteRing &ring)
{
    std::size_t count = 0;
    for (; ring.front(); ring.pop())
        ++count;
    return count;
}

} // namespace

class ByteRingTest : public QObject {
    Q_OBJECT
private slots:
    void keepsAsMuchAsItsCapacity();
    void hasRoomForHalfItsCapacityWhereverItIsEmpty();
};

void ByteRingTest::keepsAsMuchAsItsCapacity()
{
    ByteRing ring(capacity);
    const std::size_t written = fill(ring);
    QVERIFY(written > capacity / (messageSize + 16));
    QCOMPARE(empty(ring), written);
}

// A burst must fit however many messages went before it: beginning anew at the front must not cost the room behind.
void ByteRingTest::hasRoomForHalfItsCapacityWhereverItIsEmpty()
{
    const std::size_t half = capacity / 2 / (messageSize + 16);
    for (std::size_t before = 0; before < 2 * half; ++before) {
        ByteRing ring(capacity);
        for (std::size_t i = 0; i < before; ++i) {
            QVERIFY(write(ring));
            QCOMPARE(empty(ring), std::size_t(1));
        }
        std::size_t burst = 0;
        while (burst < half && write(ring))
            ++burst;
        QCOMPARE(burst, half);
        QCOMPARE(empty(ring), burst);
    }
}

QTEST_GUILESS_MAIN(ByteRingTest)
#include "byte_ring_test.moc"
