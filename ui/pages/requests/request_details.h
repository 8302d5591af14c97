// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QCborMap>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace signalbox::ui {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>; // in the order of the wire; names as they came

// The value of the first header of that name, in any case; empty when there is none.
QByteArray headerValue(const HeaderList &headers, QByteArrayView name);

// What the server puts in the place of a secret before it stores a header.
constexpr char struckOut[] = "[redacted]";
bool isStruckOut(const QByteArray &value);

struct CapturedBody {
    QByteArray bytes; // at most what the server keeps
    qint64 size = 0; // whole
    bool truncated = false;
};

struct RequestCapture {
    HeaderList requestHeaders;
    HeaderList responseHeaders;
    CapturedBody requestBody;
    CapturedBody responseBody;
};

struct LogLine {
    QDateTime time;
    QString level;
    QString event;
    QCborMap fields; // the others
};

// All that the server keeps of one request: the answer of GET /admin/requests/:id. A value; any thread.
struct RequestDetails {
    RequestRecord record;
    QList<LogLine> logs;
    std::optional<RequestCapture> capture; // none: it was off

    static RequestDetails fromCbor(const QCborMap &map);
};

} // namespace signalbox::ui
