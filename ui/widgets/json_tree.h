// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <vector>

namespace signalbox::ui {

// A JSON document with its members in the order in which they came and its numbers as they were written, both of
// which QJsonDocument loses. Immutable once read.
struct JsonNode {
    enum class Kind : quint8 { Object, Array, String, Number, Bool, Null };

    Kind kind = Kind::Null;
    QString key; // of a member of an object
    QString text; // of a value that has no children
    const JsonNode *parent = nullptr;
    int row = 0; // among its siblings
    std::vector<std::unique_ptr<JsonNode>> children;
};

// Null when it is no JSON (RFC 8259); then `error`, if given, says what is wrong and `errorOffset` where.
std::unique_ptr<JsonNode> readJson(const QByteArray &bytes, QString *error = nullptr, qsizetype *errorOffset = nullptr);

QString toIndentedJson(const JsonNode &node); // what it was, on lines of its own

} // namespace signalbox::ui
