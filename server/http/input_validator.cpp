// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/input_validator.h"

#include "http/app_error.h"
#include "http/compiled_schema.h"
#include "http/context_private.h"
#include "http/middleware/json_body.h"
#include "http/router.h"

#include <QJsonArray>

#include <stdexcept>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

// All that is wrong with a request, by field in the contract's form.
class FieldProblems {
public:
    void add(const QString &part, const QList<SchemaProblem> &problems)
    {
        for (const SchemaProblem &problem : problems) {
            const QString field = problem.path.isEmpty() ? part : part + u'.' + problem.path;
            QJsonArray messages = m_fields.value(field).toArray();
            if (!messages.contains(problem.message))
                messages.append(problem.message);
            m_fields.insert(field, messages);
        }
    }

    void check() const
    {
        if (m_fields.isEmpty())
            return;
        const auto first = m_fields.begin();
        throw AppError(400, u"Validation failed"_s, first.key() + u": "_s + first.value().toArray().at(0).toString())
            .withDetails(QJsonObject{{u"formErrors"_s, QJsonArray()}, {u"fieldErrors"_s, m_fields}});
    }

private:
    QJsonObject m_fields;
};

QStringList typesOf(const QJsonObject &schema)
{
    const QJsonValue type = schema.value("type"_L1);
    QStringList types;
    for (const auto &each : type.isArray() ? type.toArray() : QJsonArray{type})
        types.append(each.toString());
    return types;
}

// A text of the path or query as the type that is declared; what is none stays a text, which the check then refuses.
QJsonValue coerced(const QString &text, const QStringList &types)
{
    bool ok = false;
    if (types.contains("integer"_L1) || types.contains("number"_L1)) {
        if (const qint64 whole = text.toLongLong(&ok); ok)
            return whole;
    }
    if (types.contains("number"_L1)) {
        if (const double number = text.toDouble(&ok); ok && qIsFinite(number))
            return number;
    }
    if (types.contains("boolean"_L1)) {
        if (text == "true"_L1 || text == "1"_L1)
            return true;
        if (text == "false"_L1 || text == "0"_L1)
            return false;
    }
    return text;
}

// What path and query bring is a list of texts for each name; a schema says how to read them.
class TextPart {
public:
    TextPart(QString name, const Schema &schema)
        : m_name(std::move(name))
        , m_schema(schema)
        , m_properties(schema.json().value("properties"_L1).toObject())
    {
        for (auto property = m_properties.begin(); property != m_properties.end(); ++property)
            m_readers.emplace_back(property.key(), readerOf(property.value().toObject()));
    }

    template <typename ValuesOf> QJsonObject read(const ValuesOf &valuesOf, FieldProblems &problems) const
    {
        QJsonObject object;
        for (const auto &[name, reader] : m_readers) {
            const QStringList values = valuesOf(name);
            if (values.isEmpty())
                continue;
            if (values.size() > 1 && !reader.isList)
                problems.add(m_name, {{name, u"Must be given only once"_s}});
            object.insert(name, readValue(values, reader));
        }
        const QJsonValue normalized = m_schema.normalized(object);
        problems.add(m_name, m_schema.check(normalized));
        return normalized.toObject();
    }

private:
    struct Reader {
        bool isList = false;
        QStringList types;
    };

    static Reader readerOf(const QJsonObject &property)
    {
        const QStringList types = typesOf(property);
        if (types.contains("array"_L1))
            return {true, typesOf(property.value("items"_L1).toObject())};
        return {false, types};
    }

    static QJsonValue readValue(const QStringList &values, const Reader &reader)
    {
        if (!reader.isList)
            return coerced(values.first(), reader.types);
        QJsonArray items;
        for (const QString &value : values)
            items.append(coerced(value, reader.types));
        return items;
    }

    QString m_name;
    CompiledSchema m_schema;
    QJsonObject m_properties;
    std::vector<std::pair<QString, Reader>> m_readers;
};

// The pattern's parameters that the description leaves out are texts.
Schema withAllParameters(Schema params, const QByteArrayList &parameters)
{
    if (params.isEmpty())
        params = schema::object({});
    const QJsonObject declared = params.json().value("properties"_L1).toObject();
    for (const QString &name : declared.keys()) {
        if (!parameters.contains(name.toUtf8()))
            throw std::logic_error("description: the pattern has no parameter " + name.toStdString());
    }
    for (const QByteArray &name : parameters) {
        if (!declared.contains(QString::fromUtf8(name)))
            params = params.with({{name.constData(), schema::string()}});
    }
    return params;
}

class InputValidator {
public:
    InputValidator(const RouteDescription &description, const QByteArrayList &parameters)
        : m_bodyOptional(description.bodyOptional)
    {
        if (!parameters.isEmpty())
            m_params.emplace(u"params"_s, withAllParameters(description.params, parameters));
        if (!description.query.isEmpty())
            m_query.emplace(u"query"_s, description.query);
        if (!description.body.isEmpty() && isJsonType(description.bodyMediaType))
            m_body.emplace(description.body);
    }

    bool isNeeded() const { return m_params || m_query || m_body; }

    void check(Context &context) const
    {
        FieldProblems problems;
        QJsonObject body = m_body ? readBody(context) : QJsonObject(); // 415 and what can't be read go first
        context.requireBody();
        context.internal().requireQuery();
        QJsonObject params, query;
        if (m_params)
            params = m_params->read(
                [&context](const QString &name) { return QStringList(context.param(name.toUtf8())); }, problems);
        if (m_query)
            query =
                m_query->read([&context](const QString &name) { return context.queryAll(name.toUtf8()); }, problems);
        if (m_body) {
            body = m_body->normalized(body).toObject();
            problems.add(u"body"_s, m_body->check(body));
        }
        problems.check();
        context.internal().input = ValidatedInput(std::move(params), std::move(query), std::move(body));
    }

private:
    QJsonObject readBody(const Context &context) const
    {
        if (m_bodyOptional && context.body().isEmpty())
            return {};
        return readJsonBody(context);
    }

    std::optional<TextPart> m_params;
    std::optional<TextPart> m_query;
    std::optional<CompiledSchema> m_body;
    bool m_bodyOptional;
};

} // namespace

Middleware validateInput(const RouteDescription &description, const QByteArrayList &parameters)
{
    auto validator = std::make_shared<const InputValidator>(description, parameters);
    if (!validator->isNeeded())
        return {};
    return [validator = std::move(validator)](Context &context, const Handler &next) {
        validator->check(context);
        return next(context);
    };
}

} // namespace signalbox::http
