// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

namespace signalbox::ui::test {

// A record that differs from all others by `number`: the higher, the newer and the slower.
inline RequestRecord makeRecord(int number)
{
    RequestRecord record;
    record.id = "id-" + QByteArray::number(number);
    record.spanId = QByteArray::number(number, 16).rightJustified(16, '0');
    record.traceId = QByteArray(32, 'a');
    record.method = number % 3 == 0 ? "POST" : "GET";
    record.path = "/users/" + QByteArray::number(number) + "?page=1";
    record.route = "/users/:id";
    record.user = "user" + QByteArray::number(number % 5) + "@example.org";
    record.peer = "127.0.0.1:5000";
    record.status = number % 7 == 0 ? 500 : 200;
    record.atUs = (1'700'000'000'000 + number) * 1000;
    record.durationUs = 100 * (number + 1);
    record.ttfbUs = 90 * (number + 1);
    record.bytesOut = 10 * (number + 1);
    return record;
}

// Numbers `first` to `first + count - 1`, the oldest first.
inline QList<RequestRecord> makeRecords(int first, int count)
{
    QList<RequestRecord> records;
    for (int i = 0; i < count; ++i)
        records.append(makeRecord(first + i));
    return records;
}

} // namespace signalbox::ui::test
