// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/schema.h"

#include <QJsonArray>

#include <stdexcept>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QLatin1String internalPrefix("x-signalbox-");

// Keywords whose values are data, in which nothing is a keyword.
bool isData(const QString &keyword)
{
    return keyword == "default"_L1 || keyword == "enum"_L1 || keyword == "const"_L1 || keyword == "examples"_L1;
}

// Turns schemas as they are built into schemas as they are published.
class Publication {
public:
    explicit Publication(QJsonObject *components)
        : m_components(components)
    {
    }

    QJsonObject of(const QJsonObject &schema) const
    {
        const QString name = schema.value("x-signalbox-name"_L1).toString();
        if (!m_components || name.isEmpty())
            return inPlace(schema);
        const QJsonObject published = inPlace(schema);
        const QJsonValue known = m_components->value(name);
        if (!known.isUndefined() && known != published)
            throw std::logic_error("schema: there are two named " + name.toStdString());
        m_components->insert(name, published);
        return {{u"$ref"_s, u"#/components/schemas/"_s + name}};
    }

private:
    QJsonObject inPlace(const QJsonObject &schema) const
    {
        QJsonObject published;
        for (auto keyword = schema.begin(); keyword != schema.end(); ++keyword) {
            if (keyword.key().startsWith(internalPrefix))
                continue;
            if (isData(keyword.key()))
                published.insert(keyword.key(), keyword.value());
            else if (keyword.key() == "properties"_L1)
                published.insert(keyword.key(), byName(keyword.value().toObject()));
            else
                published.insert(keyword.key(), any(keyword.value()));
        }
        return published;
    }

    QJsonObject byName(const QJsonObject &schemas) const
    {
        QJsonObject published;
        for (auto each = schemas.begin(); each != schemas.end(); ++each)
            published.insert(each.key(), of(each.value().toObject()));
        return published;
    }

    QJsonValue any(const QJsonValue &value) const
    {
        if (value.isObject())
            return of(value.toObject());
        if (!value.isArray())
            return value;
        QJsonArray published;
        for (const auto &item : value.toArray())
            published.append(any(item));
        return published;
    }

    QJsonObject *m_components;
};

Schema ofType(const QString &type)
{
    return Schema({{u"type"_s, type}});
}

} // namespace

Schema::Schema(QJsonObject json)
    : m_json(std::move(json))
{
}

QJsonObject Schema::published(QJsonObject *components) const
{
    return Publication(components).of(m_json);
}

Schema Schema::set(const char *keyword, const QJsonValue &value) const
{
    Schema changed = *this;
    changed.m_json.insert(QLatin1String(keyword), value);
    return changed;
}

Schema Schema::described(const char *text) const
{
    return set("description", QString::fromUtf8(text));
}

Schema Schema::example(const QJsonValue &value) const
{
    return set("examples", QJsonArray{value});
}

Schema Schema::byDefault(const QJsonValue &value) const
{
    return set("default", value);
}

Schema Schema::byDefault(const char *text) const
{
    return set("default", QString::fromUtf8(text));
}

Schema Schema::nullable() const
{
    Schema changed = *this;
    if (const QJsonValue type = m_json.value("type"_L1); type.isString())
        changed = changed.set("type", QJsonArray{type, u"null"_s});
    if (QJsonArray values = m_json.value("enum"_L1).toArray(); !values.isEmpty()) {
        values.append(QJsonValue::Null);
        changed = changed.set("enum", values);
    }
    return changed;
}

Schema Schema::named(const char *name) const
{
    return set("x-signalbox-name", QString::fromUtf8(name));
}

Schema Schema::message(const char *text) const
{
    return set("x-signalbox-message", QString::fromUtf8(text));
}

Schema Schema::length(qint64 least, qint64 most) const
{
    return set("minLength", least).set("maxLength", most);
}

Schema Schema::longest(qint64 most) const
{
    return set("maxLength", most);
}

Schema Schema::mostBytes(qint64 most) const
{
    return set("x-signalbox-most-bytes", most);
}

Schema Schema::pattern(const char *expression) const
{
    return set("pattern", QString::fromUtf8(expression));
}

Schema Schema::trimmed() const
{
    return set("x-signalbox-trim", true);
}

Schema Schema::lowerCased() const
{
    return set("x-signalbox-lower", true);
}

Schema Schema::range(qint64 least, qint64 most) const
{
    return set("minimum", least).set("maximum", most);
}

Schema Schema::items(qint64 least, qint64 most) const
{
    return set("minItems", least).set("maxItems", most);
}

Schema Schema::notEmpty() const
{
    return set("minProperties", 1);
}

Schema Schema::required(std::initializer_list<const char *> names) const
{
    QJsonArray list = m_json.value("required"_L1).toArray();
    for (const char *name : names)
        list.append(QString::fromUtf8(name));
    return set("required", list);
}

Schema Schema::allRequired() const
{
    return set("required", QJsonArray::fromStringList(m_json.value("properties"_L1).toObject().keys()));
}

Schema Schema::open() const
{
    Schema changed = *this;
    changed.m_json.remove("additionalProperties"_L1);
    return changed;
}

Schema Schema::with(std::initializer_list<std::pair<const char *, Schema>> properties) const
{
    QJsonObject all = m_json.value("properties"_L1).toObject();
    for (const auto &[name, property] : properties)
        all.insert(QString::fromUtf8(name), property.json());
    return set("properties", all);
}

namespace schema {

Schema string()
{
    return ofType(u"string"_s);
}

Schema email()
{
    return Schema({{u"type"_s, u"string"_s}, {u"format"_s, u"email"_s}}).longest(254).trimmed().lowerCased();
}

Schema uuid()
{
    return Schema({{u"type"_s, u"string"_s}, {u"format"_s, u"uuid"_s}});
}

Schema newPassword()
{
    return Schema({{u"type"_s, u"string"_s}, {u"format"_s, u"password"_s}})
        .length(8, 72)
        .mostBytes(72)
        .described("At least 8 characters, at most 72 bytes in UTF-8.");
}

Schema dateTime()
{
    return Schema({{u"type"_s, u"string"_s}, {u"format"_s, u"date-time"_s}});
}

Schema uri()
{
    return Schema({{u"type"_s, u"string"_s}, {u"format"_s, u"uri"_s}});
}

Schema oneOf(std::initializer_list<const char *> texts)
{
    QJsonArray values;
    for (const char *text : texts)
        values.append(QString::fromUtf8(text));
    return Schema({{u"type"_s, u"string"_s}, {u"enum"_s, values}});
}

Schema constant(const QJsonValue &value)
{
    return Schema({{u"const"_s, value}});
}

Schema integer()
{
    return ofType(u"integer"_s);
}

Schema integer(qint64 least, qint64 most)
{
    return integer().range(least, most);
}

Schema number()
{
    return ofType(u"number"_s);
}

Schema boolean()
{
    return ofType(u"boolean"_s);
}

Schema array(const Schema &item)
{
    return Schema({{u"type"_s, u"array"_s}, {u"items"_s, item.json()}});
}

Schema object(std::initializer_list<std::pair<const char *, Schema>> properties)
{
    return Schema({{u"type"_s, u"object"_s}, {u"additionalProperties"_s, false}}).with(properties);
}

Schema map(const Schema &value)
{
    return Schema({{u"type"_s, u"object"_s}, {u"additionalProperties"_s, value.json()}});
}

Schema anyOf(std::initializer_list<Schema> schemas)
{
    QJsonArray branches;
    for (const Schema &each : schemas)
        branches.append(each.json());
    return Schema({{u"anyOf"_s, branches}});
}

Schema anything()
{
    return Schema({{u"description"_s, u"Any JSON value."_s}});
}

Schema paging()
{
    return object({{"page", integer(1, 1'000'000).byDefault(1)}, {"limit", integer(1, 100).byDefault(20)}});
}

Schema page(const Schema &item)
{
    return object({{"items", array(item)},
                   {"page", integer()},
                   {"limit", integer()},
                   {"total", integer().described("Of all pages.")}})
        .allRequired();
}

} // namespace schema
} // namespace signalbox::http
