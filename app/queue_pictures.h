// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoroTask>

namespace signalbox::app {

class PicturesCamera;
class SampleQueues;

// Every view and dialog of the Queues page, of queues that were made before. Main thread; both outlive the task.
QCoro::Task<> takeQueues(PicturesCamera &camera, const SampleQueues &queues);

} // namespace signalbox::app
