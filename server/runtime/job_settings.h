// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox {

// How a server deals with jobs. A value.
struct JobSettings {
    QByteArray prefix = "bull"; // of its queues' keys in Redis, as BullMQ's own
    bool works = true; // on its own queues; false: it only adds to them
    int emailConcurrency = 5; // messages at a time
};

} // namespace signalbox
