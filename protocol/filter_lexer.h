// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace signalbox {

// A term as it stands in the text of a filter, before its meaning is known.
struct FilterToken {
    qsizetype position = 0; // in characters, of its first one (the `-` of a negated term)
    qsizetype length = 0;
    qsizetype valuePosition = 0; // where the value begins (with its quote, if it has one)
    bool negated = false;
    bool quoted = false; // the value, or a part of it, stood in quotes
    bool unclosed = false; // a quote without its end
    bool hasKey = false; // `key:value`, `key>value`, …
    QString key; // lowered
    QString value; // without its quotes; begins with the comparison of `key>value`

    qsizetype end() const { return position + length; }
};

// Splits at spaces outside quotes. Within quotes, \" and \\ stand for themselves.
QList<FilterToken> tokenizeFilter(const QString &text);

} // namespace signalbox
