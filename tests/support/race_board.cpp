// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/race_board.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace signalbox::test {

RaceBoard::RaceBoard(const QString &path)
{
    const int file = ::open(path.toLocal8Bit().constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 || ::ftruncate(file, sizeof(Shared)) != 0)
        qFatal("no shared file");
    void *memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (memory == MAP_FAILED)
        qFatal("no shared memory");
    m_shared = static_cast<Shared *>(memory); // zeros at first, which is what these atomics are when they are new
}

RaceBoard::~RaceBoard()
{
    ::munmap(m_shared, sizeof(Shared));
}

std::atomic<bool> &RaceBoard::isOver()
{
    return m_shared->isOver;
}

void RaceBoard::answered(int row, qint64 number, Clock::time_point at)
{
    Row &of = m_shared->row[std::size_t(row)];
    Answer &answer = of.answers[std::size_t(number) % of.answers.size()];
    answer.at = at.time_since_epoch().count();
    answer.number = number;
    for (qint64 floor = of.floor; floor < number && !of.floor.compare_exchange_weak(floor, number);) { }
}

qint64 RaceBoard::floor(int row) const
{
    return std::max<qint64>(1, m_shared->row[std::size_t(row)].floor);
}

qint64 RaceBoard::floorAt(int row, Clock::time_point at) const
{
    const Row &of = m_shared->row[std::size_t(row)];
    const qint64 newest = of.floor;
    for (qint64 number = newest; number > 1 && number > newest - qint64(of.answers.size()); --number) {
        const Answer &answer = of.answers[std::size_t(number) % of.answers.size()];
        if (answer.number == number && answer.at <= at.time_since_epoch().count())
            return number;
    }
    return 1;
}

} // namespace signalbox::test
