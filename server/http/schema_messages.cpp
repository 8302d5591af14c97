// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/schema_messages.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

QStringList typesOf(const QJsonObject &schema)
{
    const QJsonValue type = schema.value("type"_L1);
    if (type.isString())
        return {type.toString()};
    QStringList types;
    for (const auto &each : type.toArray())
        types.append(each.toString());
    return types;
}

bool isOfType(const QString &type, const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Null:
        return type == "null"_L1;
    case QJsonValue::Bool:
        return type == "boolean"_L1;
    case QJsonValue::Double:
        return type == "number"_L1 || (type == "integer"_L1 && isWholeNumber(value));
    case QJsonValue::String:
        return type == "string"_L1;
    case QJsonValue::Array:
        return type == "array"_L1;
    case QJsonValue::Object:
        return type == "object"_L1;
    case QJsonValue::Undefined:
        break;
    }
    return false;
}

QString nounOf(const QString &type)
{
    static constexpr std::pair<QLatin1String, QLatin1String> nouns[]{
        {"string"_L1, "a text"_L1}, {"integer"_L1, "a whole number"_L1}, {"number"_L1, "a number"_L1},
        {"array"_L1, "a list"_L1},  {"boolean"_L1, "true or false"_L1},  {"object"_L1, "an object"_L1},
        {"null"_L1, "null"_L1},
    };
    for (const auto &[name, noun] : nouns) {
        if (type == name)
            return noun;
    }
    return type;
}

bool isNumeric(const QString &type)
{
    return type == "integer"_L1 || type == "number"_L1;
}

QString wordFor(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    const QByteArray json = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

QString counted(qint64 count, QLatin1String unit)
{
    return QString::number(count) + u' ' + unit + (count == 1 ? ""_L1 : "s"_L1);
}

// Collects what the keywords of one schema say against one value.
class Findings {
public:
    Findings(const QJsonObject &schema, const QJsonValue &value)
        : m_schema(schema)
        , m_value(value)
    {
    }

    QList<SchemaProblem> all()
    {
        if (!checkType())
            return m_problems; // the rest would say the same in other words
        checkChoice();
        if (m_value.isString())
            checkLength();
        else if (m_value.isDouble())
            checkRange();
        else if (m_value.isArray())
            checkItems();
        else if (m_value.isObject())
            checkFields();
        return m_problems;
    }

private:
    void add(const QString &message, const QString &path = {}) { m_problems.append({path, message}); }

    bool has(QLatin1String keyword) const { return m_schema.contains(keyword); }
    qint64 limit(QLatin1String keyword) const { return m_schema.value(keyword).toInteger(); }

    bool checkType()
    {
        const QStringList types = typesOf(m_schema);
        if (types.isEmpty()
            || std::any_of(types.begin(), types.end(), [this](const QString &type) { return isOfType(type, m_value); }))
            return true;
        QStringList nouns;
        for (const QString &type : types)
            nouns.append(isNumeric(type) ? nounOf(type) + range() : nounOf(type));
        add(u"Must be "_s + nouns.join(" or "_L1));
        return false;
    }

    // " from 1 to 100", " of 1 or more"; empty when any number will do.
    QString range() const
    {
        const QJsonValue least = m_schema.value("minimum"_L1);
        const QJsonValue most = m_schema.value("maximum"_L1);
        if (least.isDouble() && most.isDouble())
            return u" from %1 to %2"_s.arg(wordFor(least), wordFor(most));
        if (least.isDouble())
            return u" of %1 or more"_s.arg(wordFor(least));
        return most.isDouble() ? u" of %1 or less"_s.arg(wordFor(most)) : QString();
    }

    void checkChoice()
    {
        if (has("const"_L1) && m_schema.value("const"_L1) != m_value)
            add(u"Must be "_s + wordFor(m_schema.value("const"_L1)));
        const QJsonArray choices = m_schema.value("enum"_L1).toArray();
        if (!has("enum"_L1) || choices.contains(m_value))
            return;
        QStringList words;
        for (const auto &choice : choices)
            words.append(wordFor(choice));
        add((words.size() == 1 ? u"Must be "_s : u"Must be one of "_s) + words.join(", "_L1));
    }

    void checkLength()
    {
        const qint64 length = m_value.toString().toUcs4().size();
        if (has("minLength"_L1) && length < limit("minLength"_L1))
            add(limit("minLength"_L1) == 1 ? u"Must not be empty"_s
                                           : u"At least "_s + counted(limit("minLength"_L1), "character"_L1));
        if (has("maxLength"_L1) && length > limit("maxLength"_L1))
            add(u"At most "_s + counted(limit("maxLength"_L1), "character"_L1));
    }

    void checkRange()
    {
        const QJsonValue least = m_schema.value("minimum"_L1);
        const QJsonValue most = m_schema.value("maximum"_L1);
        const bool tooSmall = least.isDouble() && m_value.toDouble() < least.toDouble();
        const bool tooLarge = most.isDouble() && m_value.toDouble() > most.toDouble();
        if (!tooSmall && !tooLarge)
            return;
        const bool whole = typesOf(m_schema).contains("integer"_L1);
        add(u"Must be "_s + nounOf(whole ? u"integer"_s : u"number"_s) + range());
    }

    void checkItems()
    {
        const qint64 size = m_value.toArray().size();
        if (has("minItems"_L1) && size < limit("minItems"_L1))
            add(u"At least "_s + counted(limit("minItems"_L1), "item"_L1));
        if (has("maxItems"_L1) && size > limit("maxItems"_L1))
            add(u"At most "_s + counted(limit("maxItems"_L1), "item"_L1));
    }

    void checkFields()
    {
        const QJsonObject object = m_value.toObject();
        if (has("minProperties"_L1) && object.size() < limit("minProperties"_L1))
            add(u"At least "_s + counted(limit("minProperties"_L1), "field"_L1));
        for (const auto &name : m_schema.value("required"_L1).toArray()) {
            if (!object.contains(name.toString()))
                add(u"Required"_s, name.toString());
        }
        if (m_schema.value("additionalProperties"_L1) != QJsonValue(false))
            return;
        const QJsonObject properties = m_schema.value("properties"_L1).toObject();
        for (auto field = object.begin(); field != object.end(); ++field) {
            if (!properties.contains(field.key()))
                add(u"Unknown field"_s, field.key());
        }
    }

    const QJsonObject &m_schema;
    const QJsonValue &m_value;
    QList<SchemaProblem> m_problems;
};

} // namespace

bool isWholeNumber(const QJsonValue &value)
{
    return value.isDouble() && value.toInteger(0) == value.toInteger(1);
}

QList<SchemaProblem> problemsOf(const QJsonObject &schema, const QJsonValue &value)
{
    return Findings(schema, value).all();
}

} // namespace signalbox::http
