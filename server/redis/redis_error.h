// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/app_error.h"

namespace signalbox::redis {

// Why a command has no reply, as the client is to hear it. What Redis said goes only to the log.
class RedisError : public http::AppError {
public:
    enum class Kind : quint8 {
        Unavailable, // away, loading its data, or none configured: 503 with Retry-After
        Busy, // too much waits: 503 with Retry-After
        TimedOut, // 504; the command may have been carried out
        Refused, // Redis answered with an error: 500
        Protocol, // what came is not RESP, or too large: 503 with Retry-After
    };

    RedisError(Kind kind, const QString &detail, QByteArray code = {});
    // Of an error that Redis answered: "WRONGTYPE Operation against a key…".
    static RedisError ofReply(const QByteArray &text);
    // The first word of such a text if it is a code, else "ERR".
    static QByteArray codeOf(const QByteArray &text);

    Kind kind() const { return m_kind; }
    // "WRONGTYPE", "OOM", "READONLY", "NOAUTH", "WRONGPASS", "LOADING", "NOSCRIPT"…; empty when Redis said nothing.
    // One that is Unavailable may have one too: what Redis said when the connection was made.
    const QByteArray &code() const { return m_code; }

private:
    Kind m_kind;
    QByteArray m_code;
};

} // namespace signalbox::redis
