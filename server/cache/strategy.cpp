// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "cache/strategy.h"

namespace signalbox::cache {

using namespace Qt::Literals::StringLiterals;

QString strategyName(Strategy strategy)
{
    return strategyNames().at(qsizetype(strategy));
}

std::optional<Strategy> strategyNamed(QStringView name)
{
    const qsizetype index = strategyNames().indexOf(name);
    return index < 0 ? std::nullopt : std::optional(Strategy(index));
}

QStringList strategyNames()
{
    return {u"ttl"_s, u"invalidate"_s, u"pubsub"_s, u"outbox"_s, u"versioned"_s};
}

} // namespace signalbox::cache
