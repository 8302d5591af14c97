// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/pause.h"

#include "store/work_item.h"

#include <QAbstractEventDispatcher>
#include <QTimer>

namespace signalbox::cache {

namespace {

// Nothing to do, but to be waited for.
struct Pause : store::WorkItem {
    Pause()
        : WorkItem("pause")
    {
    }
    void run(store::Connection &) override { }
};

} // namespace

QCoro::Task<> pause(std::chrono::milliseconds time)
{
    const auto item = std::make_shared<Pause>();
    QTimer::singleShot(time, Qt::PreciseTimer, QAbstractEventDispatcher::instance(), [item] { item->answer(nullptr); });
    co_await item->answered();
    item->throwFailure();
}

} // namespace signalbox::cache
