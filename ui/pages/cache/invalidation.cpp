// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/invalidation.h"

#include "client/cbor_fields.h"

#include <QCborArray>
#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype ShownOfId = 8;

QString text(const char *english)
{
    return QCoreApplication::translate("Invalidation", english);
}

// An id may be a number.
QString idOf(const QCborValue &value)
{
    return value.isString() ? value.toString() : QString::number(value.toInteger());
}

} // namespace

QString Invalidation::causeText() const
{
    const QString otherwise = source == "broadcast"_L1 ? text("another node") : u"–"_s;
    const QString done = what.isEmpty() ? otherwise : what;
    if (user.isEmpty())
        return done;
    return text("%1, by %2").arg(done, user.size() > ShownOfId + 1 ? user.first(ShownOfId) + u'…' : user);
}

QString Invalidation::resultText() const
{
    if (result == "failed"_L1)
        return text("failed");
    return result == "pending"_L1 ? text("pending") : text("done");
}

Theme::Role Invalidation::resultColour() const
{
    if (result == "failed"_L1)
        return Theme::Role::Danger;
    return result == "pending"_L1 ? Theme::Role::Warning : Theme::Role::Success;
}

bool Invalidation::matches(const QStringList &words) const
{
    const QStringList texts{namespaceName, key, strategy, source, what, user, requestId, resultText(), error};
    return std::ranges::all_of(words, [&texts](const QString &word) {
        return std::ranges::any_of(texts,
                                   [&word](const QString &in) { return in.contains(word, Qt::CaseInsensitive); });
    });
}

Invalidation Invalidation::fromCbor(const QCborMap &map)
{
    Invalidation entry;
    entry.id = idOf(map.value("id"_L1));
    entry.atMs = momentField(map, "at");
    entry.namespaceName = map.value("namespace"_L1).toString();
    entry.key = map.value("key"_L1).toString();
    entry.strategy = map.value("strategy"_L1).toString();
    entry.source = map.value("source"_L1).toString();
    const QCborMap cause = map.value("cause"_L1).toMap();
    entry.requestId = cause.value("requestId"_L1).toString();
    entry.what = cause.value("what"_L1).toString();
    entry.user = cause.value("user"_L1).toString();
    entry.tookMs = numberField(map, "ms");
    entry.result = map.value("result"_L1).toString();
    entry.error = map.value("error"_L1).toString();
    return entry;
}

QList<Invalidation> Invalidation::listFromCbor(const QCborValue &items)
{
    QList<Invalidation> entries;
    for (const QCborValue item : items.toArray())
        entries.append(fromCbor(item.toMap()));
    return entries;
}

} // namespace signalbox::ui
