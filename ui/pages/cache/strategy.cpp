// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/strategy.h"

#include <QCoreApplication>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const char *english)
{
    return QCoreApplication::translate("Strategy", english);
}

} // namespace

const QList<Strategy> &Strategy::all()
{
    static const QList<Strategy> strategies{
        {u"ttl"_s, text("Promises only its TTL: a value may be as old as that. Nothing is invalidated."),
         text("Costs nothing at a write."), Theme::Role::Neutral},
        {u"invalidate"_s,
         text("Who reads after a write was answered sees it: the write deletes the key first. While the node that "
              "writes can't reach Redis, others see it within about a second."),
         text("Costs a command to Redis at each write, and at each read."), Theme::Role::Info},
        {u"pubsub"_s,
         text("Right at once on the node that writes; on others when the broadcast comes, typically within 1 ms, and "
              "at most the in-process TTL later if it is lost."),
         text("The fastest to read: hits in process ask nobody."), Theme::Role::Accent},
        {u"outbox"_s,
         text("As invalidate, and certain: the invalidation is part of the write's transaction, so that no crash "
              "between the two leaves an old value. While the node that writes can't reach Redis, others see it within "
              "about a second."),
         text("Costs a row in the database at each write."), Theme::Role::Success},
        {u"versioned"_s,
         text("Who reads after a write was answered sees it: the write raises the version, and nobody asks for values "
              "of an older one. While the node that writes can't reach Redis, others see it within about a second."),
         text("Costs a second key for each value."), Theme::Role::Upgrade},
    };
    return strategies;
}

Theme::Role Strategy::colourOf(const QString &name)
{
    const auto known = std::ranges::find(all(), name, &Strategy::name);
    return known == all().end() ? Theme::Role::Neutral : known->colour;
}

} // namespace signalbox::ui
