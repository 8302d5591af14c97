// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/feed_options.h"

#include <algorithm>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

std::optional<FeedError> unknownFeedOption(const QCborMap &options, std::initializer_list<QLatin1StringView> known)
{
    for (const QCborValue &key : options.keys()) {
        const QString name = key.toString();
        if (std::find(known.begin(), known.end(), name) == known.end())
            return FeedError{u"The topic has no option \"%1\""_s.arg(name), std::nullopt, 0};
    }
    return std::nullopt;
}

std::variant<qint64, FeedError> feedNumber(const QCborMap &options, QLatin1StringView name, qint64 fallback,
                                           qint64 least, qint64 most)
{
    const QCborValue value = options.value(name);
    if (value.isUndefined())
        return fallback;
    const qint64 read = value.isDouble() ? qint64(value.toDouble()) : value.toInteger(least - 1);
    if (read >= least && read <= most)
        return read;
    return FeedError{u"%1 must be a number from %2 to %3"_s.arg(name).arg(least).arg(most), std::nullopt, 0};
}

std::variant<std::chrono::milliseconds, FeedError> feedInterval(const QCborMap &options)
{
    const auto read = feedNumber(options, "intervalMs"_L1, 1000, 100, 60'000);
    if (const auto *error = std::get_if<FeedError>(&read))
        return *error;
    return std::chrono::milliseconds(std::get<qint64>(read));
}

} // namespace signalbox::admin
