// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>

#include <memory>

namespace signalbox::http {

class Schema;

// What is wrong with a value, for a person.
struct SchemaProblem {
    QString path; // "email", "items.0.name"; empty: the value itself
    QString message; // "At least 8 characters"
};

// A schema made ready to check values. Made once, costly; check() is cheap.
// Takes type, enum, const, default, properties, required, additionalProperties, items, minItems, maxItems, minLength,
// maxLength, pattern, format, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, anyOf, oneOf, allOf,
// and annotations. Another keyword is a std::logic_error at once rather than a check that never happens.
// Any thread may make one; one thread at a time may use it.
class CompiledSchema {
public:
    explicit CompiledSchema(const Schema &schema);
    ~CompiledSchema();
    CompiledSchema(const CompiledSchema &) = delete;
    CompiledSchema &operator=(const CompiledSchema &) = delete;

    // Fills in defaults, trims and lower-cases where the schema says so.
    QJsonValue normalized(const QJsonValue &value) const;
    // All that is wrong, in the order of the schema; empty when it is right.
    QList<SchemaProblem> check(const QJsonValue &value) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::http
