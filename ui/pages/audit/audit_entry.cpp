// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_entry.h"

#include "widgets/format.h"

#include <QCborArray>
#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// A moment as moments are written everywhere.
QString stringText(const QString &text)
{
    static const QRegularExpression Moment(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"_s);
    return Moment.match(text).hasMatch()
        ? formatMoment(QDateTime::fromString(text, Qt::ISODateWithMs).toMSecsSinceEpoch())
        : text;
}

QString valueText(const QCborValue &value)
{
    if (value.isUndefined())
        return {};
    if (value.isString())
        return stringText(value.toString());
    if (value.isMap())
        return QString::fromUtf8(QJsonDocument(value.toMap().toJsonObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray().toJsonArray()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

AuditEntry fromCbor(const QCborMap &map)
{
    const QCborMap actor = map.value("actor"_L1).toMap();
    const QCborMap target = map.value("target"_L1).toMap();
    AuditEntry entry;
    entry.id = map.value("id"_L1).toString();
    entry.atMs = QDateTime::fromString(map.value("at"_L1).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    entry.actorId = actor.value("id"_L1).toString();
    entry.actorName = actor.value("name"_L1).toString();
    entry.action = map.value("action"_L1).toString();
    entry.targetType = target.value("type"_L1).toString();
    entry.targetId = target.value("id"_L1).toString();
    entry.targetName = target.value("name"_L1).toString();
    entry.before = map.value("before"_L1).toMap();
    entry.after = map.value("after"_L1).toMap();
    entry.address = map.value("address"_L1).toString();
    entry.requestId = map.value("requestId"_L1).toString();
    return entry;
}

} // namespace

QList<AuditEntry::Change> AuditEntry::changes() const
{
    QStringList fields;
    for (const QCborMap &side : {before, after})
        for (const auto &[key, value] : side)
            if (!fields.contains(key.toString()))
                fields.append(key.toString());
    QList<Change> changes;
    for (const QString &field : std::as_const(fields)) {
        const Change change{field, valueText(before.value(field)), valueText(after.value(field))};
        if (change.before != change.after)
            changes.append(change);
    }
    return changes;
}

QString AuditEntry::actionText() const
{
    static const QHash<QString, const char *> texts{{u"user.create"_s, "Created"},
                                                    {u"user.update"_s, "Changed"},
                                                    {u"user.delete"_s, "Deleted"},
                                                    {u"user.impersonate"_s, "Impersonated"},
                                                    {u"session.revoke"_s, "Ended a session"},
                                                    {u"session.revokeAll"_s, "Ended all sessions"}};
    const auto known = texts.constFind(action);
    return known == texts.cend() ? action : QCoreApplication::translate("AuditEntry", *known);
}

QString AuditEntry::summary() const
{
    QStringList parts;
    for (const Change &change : changes()) {
        if (change.before.isEmpty())
            parts.append(u"%1: %2"_s.arg(change.field, change.after));
        else if (change.after.isEmpty())
            parts.append(u"%1: %2"_s.arg(change.field, change.before));
        else
            parts.append(u"%1: %2 → %3"_s.arg(change.field, change.before, change.after));
    }
    return parts.join(", "_L1);
}

QList<AuditEntry> AuditEntry::listFromCbor(const QCborMap &answer)
{
    QList<AuditEntry> entries;
    for (const auto &item : answer.value("items"_L1).toArray())
        entries.append(fromCbor(item.toMap()));
    return entries;
}

} // namespace signalbox::ui
