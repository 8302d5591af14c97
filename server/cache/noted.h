// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>

namespace signalbox::cache {

// The outbox rows that a transaction wrote, in case it is committed. A value.
struct Noted {
    QList<qint64> rows;
};

} // namespace signalbox::cache
