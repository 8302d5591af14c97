// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

#include <initializer_list>
#include <utility>

namespace signalbox::http {

// A JSON Schema (2020-12, the part of it that CompiledSchema takes), built in one expression:
//
//     schema::object({{"email", schema::email()},
//                     {"name", schema::string().trimmed().length(1, 200)},
//                     {"role", schema::oneOf({"user", "editor", "admin"}).byDefault("user")}})
//         .required({"email", "name"})
//
// It checks what comes in (CompiledSchema) and is published in /openapi.json (published()). Names and texts are UTF-8.
// A value; any thread.
class Schema {
public:
    Schema() = default; // empty: nothing is declared
    explicit Schema(QJsonObject json);

    bool isEmpty() const { return m_json.isEmpty(); }
    const QJsonObject &json() const { return m_json; } // with the x-signalbox-… keywords, which are not published
    // Without them. What is named goes into `components`, once, and a `$ref` stands for it; without `components` it
    // stays in place. Throws std::logic_error when two schemas have one name.
    QJsonObject published(QJsonObject *components = nullptr) const;

    // Any kind.
    Schema described(const char *text) const;
    Schema example(const QJsonValue &value) const;
    Schema byDefault(const QJsonValue &value) const; // filled in where the value is absent
    Schema byDefault(const char *text) const;
    Schema nullable() const; // null, too
    Schema named(const char *name) const; // one of components/schemas in /openapi.json, where others refer to it
    Schema message(const char *text) const; // said instead of the usual words when the pattern or form is not met

    // Texts. Lengths are in code points.
    Schema length(qint64 least, qint64 most) const;
    Schema longest(qint64 most) const;
    Schema mostBytes(qint64 most) const; // in UTF-8
    Schema pattern(const char *expression) const; // PCRE that is also ECMA-262; unanchored; set a message() with it
    Schema trimmed() const; // white space at both ends goes before it is checked
    Schema lowerCased() const;

    // Numbers, both ends included.
    Schema range(qint64 least, qint64 most) const;

    // Arrays.
    Schema items(qint64 least, qint64 most) const;

    // Objects.
    Schema required(std::initializer_list<const char *> names) const;
    Schema allRequired() const;
    Schema notEmpty() const; // at least one field
    Schema open() const; // fields that are not declared are let through; otherwise they are refused
    Schema with(std::initializer_list<std::pair<const char *, Schema>> properties) const; // more of them

private:
    Schema set(const char *keyword, const QJsonValue &value) const;

    QJsonObject m_json;
};

namespace schema {

Schema string(); // any text without NUL and lone surrogates, as all texts here
Schema email(); // as browsers take it (HTML, input type=email), with a dot in its domain, up to 254 characters; trimmed
Schema uuid();
Schema newPassword(); // 8 characters to 72 bytes of UTF-8: what bcrypt hashes whole
Schema dateTime(); // ISO 8601 with a zone (RFC 3339)
Schema uri(); // absolute
Schema oneOf(std::initializer_list<const char *> texts);
Schema constant(const QJsonValue &value);
Schema integer();
Schema integer(qint64 least, qint64 most);
Schema number();
Schema boolean();
Schema array(const Schema &item);
Schema object(std::initializer_list<std::pair<const char *, Schema>> properties); // closed; see Schema::open()
Schema map(const Schema &value); // an object with any names
Schema anyOf(std::initializer_list<Schema> schemas);
Schema anything();

// `?page=1&limit=20` of the contract's lists, to build a query's schema on with Schema::with(); and the list itself.
Schema paging();
Schema page(const Schema &item);

} // namespace schema
} // namespace signalbox::http
