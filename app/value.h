// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <variant>

namespace signalbox::app {

// A configured value before anyone knows what it should be. From the command line and the environment everything
// is text; a file tells types apart.
struct Value {
    enum class Source : quint8 { Text, File };

    std::variant<std::monostate, bool, qint64, QString, QStringList> content; // monostate: a type that no key takes
    QString written; // for messages: "abc" with its quotes, 3.5, [...]
    Source source = Source::Text;

    static Value fromText(const QString &text);
};

// Each gives nothing when the value is not of that kind.
std::optional<bool> readBoolean(const Value &value); // true, false; as text also 1, 0, yes, no, on, off
std::optional<qint64> readInteger(const Value &value);
std::optional<QString> readText(const Value &value);
std::optional<QStringList> readTextList(const Value &value); // as text separated by commas
std::optional<qint64> readSize(const Value &value); // bytes: 16384, "16 KiB", "1 MiB", "2 GiB", "500 kB"
std::optional<std::chrono::milliseconds> readDuration(const Value &value); // "250ms", "10s", "1.5s", "5m", "1h"

} // namespace signalbox::app
