// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoro/QCoroTask>

#include <chrono>

namespace signalbox::cache {

// Resumes after that time, on a thread with an event loop. Throws when the loop is about to end (see
// DatabasePool::endAwaitingHere).
QCoro::Task<> pause(std::chrono::milliseconds time);

} // namespace signalbox::cache
