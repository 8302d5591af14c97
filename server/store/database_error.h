// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/app_error.h"

namespace signalbox::store {

// Why a piece of work has no result, as the client is to hear it. What the database said goes only to the log.
class DatabaseError : public http::AppError {
public:
    enum class Kind : quint8 {
        Busy, // too much waits: 503 with Retry-After
        Conflict, // another transaction was in the way, and was so again each time: 503 with Retry-After
        Unavailable, // the database is away: 503 with Retry-After
        TimedOut, // 504; a write that was being committed then may have happened
        UniqueViolation, // 409
        ReferenceViolation, // 409: refers to what is not there, or is referred to
        Other, // 500: a mistake in a statement, a value that a column doesn't take
    };

    DatabaseError(Kind kind, const QString &detail);

    Kind kind() const { return m_kind; }

private:
    Kind m_kind;
};

} // namespace signalbox::store
