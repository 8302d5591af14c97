// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_row.h"

#include <QByteArray>
#include <QStringList>

namespace signalbox::ui {

// A key with its value, as the admin API tells it: bytes, or rows of a few of them. A value.
struct KeyValue {
    KeyRow row;
    QString encoding;
    qint64 length = 0; // elements, or bytes of a string
    bool truncated = false; // there is more than what came
    QByteArray bytes; // of a string
    QStringList titles; // of the columns of all other types
    QList<QList<QByteArray>> elements;
    int valueColumn = 0; // the one to look at more closely

    bool isTable() const { return !titles.isEmpty(); }
    QString lengthText() const; // "3 fields"
    QString copyText() const; // the value, to paste

    static KeyValue fromCbor(const QCborMap &answer, qint64 nowMs);
};

// On one line, as hex when it is no text; cut when it is very long.
QString elementText(const QByteArray &bytes);

} // namespace signalbox::ui
