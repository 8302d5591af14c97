// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_row.h"
#include "widgets/theme.h"

namespace signalbox::ui {

// What is out of the ordinary with a queue, in a word, and what that means. A value.
struct QueueMark {
    QString text;
    QString meaning;
    Theme::Role role;
    bool operator==(const QueueMark &) const = default;
};

QList<QueueMark> marksOf(const QueueRow &row); // the worst first; none when all is well

} // namespace signalbox::ui
