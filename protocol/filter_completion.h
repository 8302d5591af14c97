// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace signalbox {

// What stands at the cursor while a person writes a filter, and what a chosen completion replaces:
// `text.replace(position, length, completion)`.
struct FilterCursor {
    enum class Kind : quint8 {
        Term, // a key, a flag or a free word is being written; `prefix` is its beginning
        Value, // the value of `key` is being written; `prefix` is its beginning, without its quote
    };

    Kind kind = Kind::Term;
    QString key; // lowered; empty for Term
    QString prefix; // up to the cursor
    qsizetype position = 0; // in characters; after a `-`
    qsizetype length = 0; // to the end of the term
};

FilterCursor filterCursorAt(const QString &text, qsizetype cursor);

// Values that always make sense for a key ("5xx" for status); those of text fields are what the caller has seen.
QStringList filterValues(const QString &key);

// The words that are terms by themselves: slow, error, aborted.
QStringList filterFlags();

// `value` as it must stand after a key, in quotes if it needs them.
QString quotedFilterValue(const QString &value);

} // namespace signalbox
