// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/openapi_document.h"

#include "http/route.h"

#include <QJsonArray>
#include <QMap>

#include <algorithm>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

struct UsualError {
    int status;
    QLatin1String name; // in components/responses
    QLatin1String description;
};

constexpr UsualError usualErrors[]{
    {400, "BadRequest"_L1, "Malformed, or not as described: `details` names each field."_L1},
    {401, "Unauthorized"_L1, "No token, or one that is not valid."_L1},
    {403, "Forbidden"_L1, "The token's user may not do this."_L1},
    {404, "NotFound"_L1, "There is no such thing."_L1},
    {405, "MethodNotAllowed"_L1, "The path has other methods: see `Allow`."_L1},
    {409, "Conflict"_L1, "It contradicts what is there."_L1},
    {413, "PayloadTooLarge"_L1, "The body is too large."_L1},
    {415, "UnsupportedMediaType"_L1, "The body is of another type."_L1},
    {429, "TooManyRequests"_L1, "Too many requests: `Retry-After` says in how many seconds to try again."_L1},
    {500, "InternalError"_L1, "The server failed; its log knows why, by the `requestId`."_L1},
    {503, "Unavailable"_L1, "Overloaded, shutting down, or without something that it needs: try again later."_L1},
    {504, "TimedOut"_L1, "It took too long."_L1},
};

const UsualError *usualError(int status)
{
    const auto *found = std::find_if(std::begin(usualErrors), std::end(usualErrors),
                                     [status](const UsualError &error) { return error.status == status; });
    return found == std::end(usualErrors) ? nullptr : found;
}

QJsonObject content(const QByteArray &mediaType, const QJsonObject &schema)
{
    QJsonObject media;
    if (!schema.isEmpty())
        media.insert(u"schema"_s, schema);
    return {{QString::fromLatin1(mediaType), media}};
}

QString methodName(Method method)
{
    switch (method) {
    case Method::Get:
        return u"get"_s;
    case Method::Head:
        return u"head"_s;
    case Method::Post:
        return u"post"_s;
    case Method::Put:
        return u"put"_s;
    case Method::Patch:
        return u"patch"_s;
    case Method::Delete:
        return u"delete"_s;
    case Method::Options:
    case Method::Other:
        break;
    }
    return u"options"_s;
}

// "getUsersById": what generators of clients call the function.
QString operationId(const Route &route)
{
    QString id = methodName(route.method);
    for (QByteArray segment : route.pattern.split('/')) {
        const bool isParameter = segment.startsWith(':') || segment.startsWith('*');
        segment = isParameter ? segment.mid(1) : segment;
        if (segment.isEmpty())
            continue;
        QString word = QString::fromUtf8(segment);
        word[0] = word[0].toUpper();
        id += (isParameter ? u"By"_s : QString()) + word.remove(u'.').remove(u'-');
    }
    return id;
}

class Document {
public:
    void add(const Route &route)
    {
        const QString path = QString::fromUtf8(openApiPath(route.pattern));
        QJsonObject operations = m_paths.value(path).toObject();
        operations.insert(methodName(route.method), operation(route));
        m_paths.insert(path, operations);
    }

    QJsonObject toJson()
    {
        const QJsonObject info{
            {u"title"_s, u"Signalbox"_s},
            {u"version"_s, QStringLiteral(SIGNALBOX_VERSION)},
            {u"description"_s,
             u"Every answer carries `x-request-id`. Every error has the shape of `Error`. A method that a path doesn't have is 405 with `Allow`. The admin API is described in the documents."_s},
            {u"license"_s, QJsonObject{{u"name"_s, u"GPL-3.0-or-later"_s}, {u"identifier"_s, u"GPL-3.0-or-later"_s}}}};
        const QJsonObject responses = errorResponses();
        return {{u"openapi"_s, u"3.1.0"_s},
                {u"info"_s, info},
                {u"servers"_s, QJsonArray{QJsonObject{{u"url"_s, u"/"_s}}}},
                {u"tags"_s, tags()},
                {u"paths"_s, m_paths},
                {u"components"_s,
                 QJsonObject{{u"schemas"_s, m_schemas},
                             {u"responses"_s, responses},
                             {u"securitySchemes"_s, securitySchemes()}}}};
    }

private:
    QJsonObject operation(const Route &route)
    {
        const RouteDescription &description = route.description;
        QJsonObject operation{{u"summary"_s, description.summary},
                              {u"operationId"_s, operationId(route)},
                              {u"responses"_s, responses(route)}};
        if (!description.description.isEmpty())
            operation.insert(u"description"_s, description.description);
        if (!description.tag.isEmpty()) {
            operation.insert(u"tags"_s, QJsonArray{QString::fromUtf8(description.tag)});
            m_tags.insert(QString::fromUtf8(description.tag), true);
        }
        const QJsonArray security = description.security == Security::Bearer
            ? QJsonArray{QJsonObject{{u"bearer"_s, QJsonArray()}}}
            : QJsonArray();
        operation.insert(u"security"_s, security);
        if (const QJsonArray list = parameters(route); !list.isEmpty())
            operation.insert(u"parameters"_s, list);
        if (!description.body.isEmpty())
            operation.insert(u"requestBody"_s,
                             QJsonObject{{u"required"_s, !description.bodyOptional},
                                         {u"content"_s,
                                          content(description.bodyMediaType, description.body.published(&m_schemas))}});
        return operation;
    }

    QJsonObject parameter(const QString &name, const QString &place, const QJsonObject &schema, bool required)
    {
        QJsonObject published = Schema(schema).published(&m_schemas);
        QJsonObject parameter{{u"name"_s, name}, {u"in"_s, place}, {u"required"_s, required}};
        if (const QJsonValue text = published.take(u"description"_s); text.isString())
            parameter.insert(u"description"_s, text);
        parameter.insert(u"schema"_s, published);
        return parameter;
    }

    QJsonArray parameters(const Route &route)
    {
        QJsonArray list;
        const QJsonObject params = route.description.params.json().value("properties"_L1).toObject();
        for (const QByteArray &name : route.parameters) {
            const QJsonValue declared = params.value(QString::fromUtf8(name));
            list.append(parameter(QString::fromUtf8(name), u"path"_s,
                                  declared.isObject() ? declared.toObject() : schema::string().json(), true));
        }
        const QJsonObject query = route.description.query.json();
        const QJsonArray required = query.value("required"_L1).toArray();
        const QJsonObject properties = query.value("properties"_L1).toObject();
        for (auto property = properties.begin(); property != properties.end(); ++property)
            list.append(
                parameter(property.key(), u"query"_s, property.value().toObject(), required.contains(property.key())));
        return list;
    }

    QJsonObject responses(const Route &route)
    {
        QJsonObject responses;
        for (const int status : errorsOf(route)) {
            m_usedErrors.insert(status, true);
            responses.insert(QString::number(status),
                             QJsonObject{{u"$ref"_s, u"#/components/responses/"_s + usualError(status)->name}});
        }
        for (const auto &[status, response] : route.description.responses) {
            QJsonObject object{{u"description"_s, response.description}};
            if (!response.schema.isEmpty())
                object.insert(u"content"_s, content(response.mediaType, response.schema.published(&m_schemas)));
            else if (response.mediaType != "application/json")
                object.insert(u"content"_s, content(response.mediaType, {}));
            responses.insert(status == RouteDescription::anyOther ? u"default"_s : QString::number(status), object);
        }
        return responses;
    }

    static QList<int> errorsOf(const Route &route)
    {
        const RouteDescription &description = route.description;
        QList<int> errors = description.errors;
        const bool hasInput =
            !description.body.isEmpty() || !description.query.isEmpty() || !route.parameters.isEmpty();
        if (hasInput)
            errors.append(400);
        if (!description.body.isEmpty())
            errors.append({413, 415});
        if (description.security == Security::Bearer)
            errors.append(401);
        if (!route.rateLimit.isNone())
            errors.append(429);
        errors.append({500, 503});
        if (route.timeout.count() > 0)
            errors.append(504);
        errors.removeIf([](int status) { return !usualError(status); });
        return errors;
    }

    QJsonObject errorResponses()
    {
        const QJsonObject error = errorSchema().published(&m_schemas);
        QJsonObject responses;
        for (const UsualError &usual : usualErrors) {
            if (!m_usedErrors.contains(usual.status) && usual.status != 405)
                continue;
            QJsonObject response{{u"description"_s, QString(usual.description)},
                                 {u"content"_s, content("application/json", error)}};
            if (usual.status == 429 || usual.status == 503)
                response.insert(u"headers"_s, QJsonObject{{u"Retry-After"_s, retryAfter()}});
            responses.insert(usual.name, response);
        }
        return responses;
    }

    static QJsonObject retryAfter()
    {
        return {{u"description"_s, u"In seconds."_s}, {u"schema"_s, schema::integer().published()}};
    }

    static QJsonObject securitySchemes()
    {
        return {{u"bearer"_s,
                 QJsonObject{{u"type"_s, u"http"_s},
                             {u"scheme"_s, u"bearer"_s},
                             {u"bearerFormat"_s, u"JWT"_s},
                             {u"description"_s, u"An access token, as a login answers with."_s}}}};
    }

    QJsonArray tags() const
    {
        QJsonArray tags;
        for (auto tag = m_tags.keyBegin(); tag != m_tags.keyEnd(); ++tag)
            tags.append(QJsonObject{{u"name"_s, *tag}});
        return tags;
    }

    QJsonObject m_paths;
    QJsonObject m_schemas;
    QMap<QString, bool> m_tags;
    QMap<int, bool> m_usedErrors;
};

} // namespace

Schema errorSchema()
{
    return schema::object(
               {{"error", schema::string().described("For a person to read.")},
                {"details",
                 schema::anything().described("More of it; of a failed validation, {formErrors, fieldErrors}.")},
                {"requestId", schema::string().described("As in the header x-request-id.")}})
        .required({"error", "requestId"})
        .named("Error");
}

QByteArray openApiPath(const QByteArray &pattern)
{
    QByteArrayList segments = pattern.split('/');
    for (QByteArray &segment : segments) {
        if (segment.startsWith(':') || segment.startsWith('*'))
            segment = '{' + segment.mid(1) + '}';
    }
    return segments.join('/');
}

QJsonObject openApiDocument(const std::vector<std::shared_ptr<const Route>> &routes)
{
    Document document;
    for (const auto &route : routes) {
        // What is not observed is not public: the admin API has docs/admin-api.md.
        if (!route->description.isEmpty() && !route->accept && route->observed)
            document.add(*route);
    }
    return document.toJson();
}

} // namespace signalbox::http
