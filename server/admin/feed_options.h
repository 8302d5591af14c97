// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/feed_message.h"

#include <chrono>
#include <initializer_list>

namespace signalbox::admin {

// What topics of the feed read their options with.

std::optional<FeedError> unknownFeedOption(const QCborMap &options, std::initializer_list<QLatin1StringView> known);
std::variant<qint64, FeedError> feedNumber(const QCborMap &options, QLatin1StringView name, qint64 fallback,
                                           qint64 least, qint64 most);
// `intervalMs`, from 100 to 60000; a second by default.
std::variant<std::chrono::milliseconds, FeedError> feedInterval(const QCborMap &options);

} // namespace signalbox::admin
