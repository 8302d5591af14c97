// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/audit_log.h"

#include "auth/uuid.h"
#include "store/connection.h"
#include "utc_time.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace signalbox::audit {

using namespace Qt::Literals::StringLiterals;
using store::Value;

namespace {

Value jsonOrNull(const QJsonObject &object)
{
    if (object.isEmpty())
        return std::nullopt;
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Value idOrNull(const QByteArray &id)
{
    if (id.isEmpty())
        return std::nullopt;
    return Value::ascii(id);
}

QJsonValue object(const std::optional<QString> &json)
{
    return json ? QJsonValue(QJsonDocument::fromJson(json->toUtf8()).object()) : QJsonValue(QJsonValue::Null);
}

QJsonObject read(const store::Query &row)
{
    const auto actorId = row.textOrNull(2);
    return {
        {u"id"_s, row.text(0)},
        {u"at"_s, isoText(row.number(1))},
        {u"actor"_s, QJsonObject{{u"id"_s, actorId ? QJsonValue(*actorId) : QJsonValue()}, {u"name"_s, row.text(3)}}},
        {u"action"_s, row.text(4)},
        {u"target"_s, QJsonObject{{u"type"_s, row.text(5)}, {u"id"_s, row.text(6)}, {u"name"_s, row.text(7)}}},
        {u"before"_s, object(row.textOrNull(8))},
        {u"after"_s, object(row.textOrNull(9))},
        {u"address"_s, row.text(10)},
        {u"requestId"_s, row.text(11)}};
}

} // namespace

AuditLog::AuditLog(store::Connection &connection)
    : m_connection(connection)
{
}

void AuditLog::add(const Actor &actor, const Entry &entry, qint64 nowMs)
{
    m_connection.change("INSERT INTO audit (id, at, actor_id, actor_name, action, target_type, target_id, target_name,"
                        " before, after, address, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        {Value::ascii(auth::newUuid(nowMs)), nowMs, idOrNull(actor.userId), nameOf(actor), entry.action,
                         entry.targetType, Value::ascii(entry.targetId), entry.targetName, jsonOrNull(entry.before),
                         jsonOrNull(entry.after), actor.address, Value::ascii(actor.requestId)});
}

// By the id, whose first part is the time: entries of the same millisecond have an order, too.
QJsonObject AuditLog::list(const Search &search)
{
    const Value before = search.before.isEmpty() ? Value(u"~"_s) : Value::ascii(search.before);
    const Value actor = Value::ascii(search.actorId);
    const Value target = Value::ascii(search.targetId);
    const QString text = search.text.toCaseFolded();
    auto rows = m_connection.run(
        {"SELECT id, at, actor_id, actor_name, action, target_type, target_id, target_name, before, after, address,"
         " request_id FROM audit WHERE id < ? AND (? = '' OR actor_id = ?) AND (? = '' OR target_id = ?)"
         " AND (? = '' OR action = ?)"
         " AND (? = '' OR instr(lower(actor_name || ' ' || target_name || ' ' || action), ?) > 0)"
         " ORDER BY id DESC LIMIT ?",
         "SELECT id, at, actor_id, actor_name, action, target_type, target_id, target_name, before, after, address,"
         " request_id FROM audit WHERE id < ? AND (? = '' OR actor_id = ?) AND (? = '' OR target_id = ?)"
         " AND (? = '' OR action = ?)"
         " AND (? = '' OR strpos(lower(actor_name || ' ' || target_name || ' ' || action), ?) > 0)"
         " ORDER BY id DESC LIMIT ?"},
        {before, actor, actor, target, target, search.action, search.action, text, text, search.limit + 1});
    QJsonArray items;
    while (rows.next())
        items.append(read(rows));
    QJsonValue next;
    if (items.size() > search.limit) {
        items.removeLast();
        next = items.last().toObject().value("id"_L1);
    }
    return {{u"items"_s, items}, {u"next"_s, next}};
}

int AuditLog::countOf(const QByteArray &targetId)
{
    auto rows = m_connection.run("SELECT count(*) FROM audit WHERE target_id = ?", {Value::ascii(targetId)});
    return rows.next() ? int(rows.number(0)) : 0;
}

QString AuditLog::nameOf(const Actor &actor)
{
    if (actor.userId.isEmpty())
        return actor.name;
    auto rows = m_connection.run("SELECT email FROM users WHERE id = ?", {Value::ascii(actor.userId)});
    return rows.next() ? rows.text(0) : QString::fromLatin1(actor.userId);
}

} // namespace signalbox::audit
