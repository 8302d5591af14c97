// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::cache {

// The write that an invalidation follows from, for people. A value.
struct Cause {
    QByteArray requestId;
    QByteArray what; // "PATCH /users/:id"
    QByteArray user; // who did it, by id; empty for the program itself
};

} // namespace signalbox::cache
