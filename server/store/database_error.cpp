// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database_error.h"

namespace signalbox::store {

namespace {

using namespace Qt::Literals::StringLiterals;
using Kind = DatabaseError::Kind;

http::AppError retryLater(const QString &message, const QString &detail)
{
    return http::AppError(503, message, detail).withHeader("retry-after", "1");
}

http::AppError answerTo(Kind kind, const QString &detail)
{
    switch (kind) {
    case Kind::Busy:
    case Kind::Conflict:
        return retryLater(u"The database is busy"_s, detail);
    case Kind::Unavailable:
        return retryLater(u"The database is unavailable"_s, detail);
    case Kind::TimedOut:
        return http::AppError(504, u"The database took too long"_s, detail);
    case Kind::UniqueViolation:
        return http::AppError(409, u"Already exists"_s, detail);
    case Kind::ReferenceViolation:
        return http::AppError(409, u"Conflicts with what refers to it"_s, detail);
    case Kind::Other:
        break;
    }
    return http::AppError(500, u"Internal server error"_s, detail);
}

} // namespace

DatabaseError::DatabaseError(Kind kind, const QString &detail)
    : AppError(answerTo(kind, detail))
    , m_kind(kind)
{
}

} // namespace signalbox::store
