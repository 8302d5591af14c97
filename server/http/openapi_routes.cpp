// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/openapi_routes.h"

#include "http/api.h"
#include "http/app_error.h"
#include "http/openapi_document.h"
#include "http/static_document.h"

#include <QFile>
#include <QHash>
#include <QJsonDocument>

#include <iterator>

namespace signalbox::http {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView json = "application/json";

// The document of one reactor, made again when its routes have changed.
class CurrentDocument {
public:
    explicit CurrentDocument(const Api &api)
        : m_api(api)
    {
    }

    const StaticDocument &get()
    {
        if (m_generation != m_api.generation()) {
            m_generation = m_api.generation();
            const QJsonDocument document(openApiDocument(m_api.routes()));
            m_document = StaticDocument::fromPlain(json.toByteArray(), document.toJson(QJsonDocument::Compact));
        }
        return m_document;
    }

private:
    const Api &m_api;
    quint64 m_generation = 0; // an api with a route has another one
    StaticDocument m_document;
};

struct Asset {
    const char *name;
    const char *contentType;
};

constexpr Asset page{"index.html", "text/html; charset=utf-8"};
constexpr Asset assets[]{
    {"start.js", "text/javascript; charset=utf-8"},
    {"swagger-ui-bundle.js", "text/javascript; charset=utf-8"},
    {"swagger-ui.css", "text/css; charset=utf-8"},
    {"signalbox.svg", "image/svg+xml"},
};

StaticDocument load(const Asset &asset)
{
    QFile file(u":/docs-page/"_s + QLatin1String(asset.name) + u".gz"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the program was built without %s", asset.name);
    return StaticDocument::fromGzip(asset.contentType, file.readAll());
}

// Shared by all reactors; made when somebody first looks, since few servers are ever asked for their page.
const StaticDocument &pageDocument()
{
    static const StaticDocument document = load(page);
    return document;
}

const QHash<QString, StaticDocument> &assetDocuments()
{
    static const QHash<QString, StaticDocument> documents = [] {
        QHash<QString, StaticDocument> loaded;
        for (const Asset &asset : assets)
            loaded.insert(QString::fromLatin1(asset.name), load(asset));
        return loaded;
    }();
    return documents;
}

// The page runs its own scripts only, and speaks to this server only. Swagger UI sets styles by attributes and shows
// its icons as data: URLs.
constexpr QByteArrayView pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                                      "img-src 'self' data:; connect-src 'self'; "
                                      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

QCoro::Task<Reply> showPage(Context &context)
{
    co_return pageDocument().reply(context).withHeader("content-security-policy", pagePolicy);
}

QCoro::Task<Reply> showAsset(Context &context)
{
    const auto found = assetDocuments().constFind(context.param("asset"));
    if (found == assetDocuments().constEnd())
        throw AppError(404, u"Not found"_s);
    co_return found->reply(context);
}

} // namespace

void registerOpenApi(Api &api)
{
    auto document = std::make_shared<CurrentDocument>(api);
    api.get("/openapi.json",
            [document](Context &context) -> QCoro::Task<Reply> { co_return document->get().reply(context); },
            {.description = {.summary = u"Describe the API"_s,
                             .tag = "introspection",
                             .responses = {{200, {u"This document, in OpenAPI 3.1."_s, schema::object({}).open()}},
                                           {304, {u"The one that `If-None-Match` names."_s}}}}});
    const QString what = u"A page that shows this document, and tries its operations."_s;
    api.get("/docs", &showPage,
            {.description = {
                 .summary = u"Show the API"_s,
                 .tag = "introspection",
                 .responses = {{200, {what, {}, "text/html"}}, {304, {u"The one that `If-None-Match` names."_s}}}}});
    api.get("/docs/:asset", &showAsset,
            {.description = {
                 .summary = u"A file of the page /docs"_s,
                 .tag = "introspection",
                 .responses = {{200, {u"The file."_s, {}, "*/*"}}, {304, {u"The one that `If-None-Match` names."_s}}},
                 .errors = {404}}});
}

} // namespace signalbox::http
