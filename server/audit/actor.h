// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace signalbox::audit {

// Who does something that the audit log keeps, and from where. A value.
struct Actor {
    QByteArray userId; // empty: the holder of the run token, or the program itself
    QString name; // when there is no user: what stands for one
    QString address;
    QByteArray requestId;
};

} // namespace signalbox::audit
