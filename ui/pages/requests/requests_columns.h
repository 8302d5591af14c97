// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <Qt>

namespace signalbox::ui {

// The columns of the requests table, in the order of the first start. Saved layouts name them by key, so that a new
// one may come in between.
enum class RequestsColumn : int { Time, Method, Path, Status, Duration, Ttfb, Size, User, Route, Reactor, Id, Peer };
constexpr int RequestsColumnCount = int(RequestsColumn::Peer) + 1;

// What the model knows of a row beside its texts; the same in every column, but for SortRole.
enum RequestsRole : int {
    SortRole = Qt::UserRole, // of the column: a number, or a text in lower case
    KeyRole, // QByteArray, see requestKey()
    IdRole, // QByteArray
    MethodRole, // QByteArray
    StatusRole, // int
    DurationMsRole, // double
    SlowMsRole, // double: from where on a request counts as slow
    SlowRole, // bool
    PinnedRole // bool
};

bool isRightAligned(RequestsColumn column); // figures to compare by their last digit
QString columnTitle(RequestsColumn column);
QString columnHint(RequestsColumn column); // what it shows, for the header's tool tip

} // namespace signalbox::ui
