// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/audit_routes.h"

#include "audit/audit_log.h"
#include "http/validated_input.h"
#include "store/database_pool.h"

namespace signalbox::audit {

using namespace Qt::Literals::StringLiterals;
namespace schema = http::schema;
using http::Context;
using http::Reply;

namespace {

QCoro::Task<Reply> list(Context &context, store::DatabasePool &database)
{
    const QJsonObject &query = context.input().query();
    Search search;
    search.text = query.value("q"_L1).toString();
    search.actorId = query.value("actor"_L1).toString().toLatin1();
    search.targetId = query.value("target"_L1).toString().toLatin1();
    search.action = query.value("action"_L1).toString();
    search.before = query.value("before"_L1).toString().toLatin1();
    search.limit = query.value("limit"_L1).toInt(100);
    const auto work = [search](store::Connection &connection) { return AuditLog(connection).list(search); };
    co_return Reply::json(co_await database.read(&context, "list audit", work));
}

} // namespace

void registerAudit(http::Api &api, store::DatabasePool &database, const http::Middleware &requireAdmin)
{
    http::RouteOptions options;
    options.middleware = {requireAdmin};
    options.observed = false;
    options.description.summary = u"What admins did"_s;
    options.description.tag = "Admin";
    options.description.security = http::Security::Bearer;
    options.description.query = schema::object({{"q", schema::string().longest(200)},
                                                {"actor", schema::uuid()},
                                                {"target", schema::uuid()},
                                                {"action", schema::string().longest(64)},
                                                {"before", schema::uuid()},
                                                {"limit", schema::integer(1, 1000).byDefault(100)}});
    api.get(
        "/admin/audit", [&database](Context &context) { return list(context, database); }, options);
}

} // namespace signalbox::audit
