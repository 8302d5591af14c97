// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSqlQuery>

namespace signalbox::store {

// A prepared statement of one connection. `text` tells which: it is a constant of the program.
struct Statement {
    const char *text;
    QSqlQuery query;
};

} // namespace signalbox::store
