// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_connection.h"
#include "pages/queues/queue_row.h"

namespace signalbox::ui {

// What a person must know of a queue while it is shown, and what to do about it. A value.
struct QueueNotice {
    enum class Action : quint8 { None, Resume, Connections };

    Theme::Role role = Theme::Role::Info;
    QString text; // empty: nothing
    Action action = Action::None;
};

QueueNotice noticeOf(const QueueRow &queue, const QueueConnection *connection); // null: it is not known
QueueNotice noticeOf(const QList<QueueConnection> &connections); // of those that are down

} // namespace signalbox::ui
