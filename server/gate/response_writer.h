// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/reply.h"
#include "http/request.h"

#include <QByteArray>

namespace signalbox::gate {

// How the end of an answer's body is told.
enum class BodyFraming : quint8 { None, Length, Chunked, UntilClose };

// What of an answer is not the handler's to say.
struct ResponseFrame {
    const http::RequestHead &request;
    const QByteArray &dateField;
    bool close = false; // the connection ends with this answer
};

BodyFraming framingOf(const http::Reply &reply, const http::RequestHead &request);

// Appends status line and fields to `out`. Fields that the gate answers for (connection, date, length, coding) are
// taken from `reply` only where they are the handler's to set.
void appendHead(QByteArray &out, http::Reply &reply, const ResponseFrame &frame);

// One chunk of a chunked body; an empty one would end it and is left out.
void appendChunk(QByteArray &out, QByteArrayView data);

inline constexpr char lastChunk[] = "0\r\n\r\n";

} // namespace signalbox::gate
