// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace signalbox::http {

// Where and why a text is no JSON, for a person: "Expected a value at line 3, column 7".
struct JsonProblem {
    QString what;
    qsizetype line = 1;
    qsizetype column = 1; // in characters, not bytes

    QString message() const;
};

// Checks a text against RFC 8259, and that it nests no deeper than `maxDepth` arrays and objects. Nothing when it is
// right. QJsonDocument alone would do without this check, but its errors are terse, their offsets off by a token, and
// it nests to a thousand. Any thread.
std::optional<JsonProblem> checkJson(QByteArrayView text, int maxDepth);

} // namespace signalbox::http
