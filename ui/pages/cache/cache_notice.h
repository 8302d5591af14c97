// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_state.h"

#include <optional>

namespace signalbox::ui {

// What is to be said of the cache above all that is shown of it; nothing when all is well. A value.
struct CacheNotice {
    Theme::Role role = Theme::Role::Info;
    QString text;
    bool leads = false; // Redis's own part of the page says more
};

// `error`: why nothing is known of it.
CacheNotice noticeOf(const std::optional<CacheState> &state, const QString &error);

// How many things need eyes: invalidations that wait, or a Redis that is down.
int badgeOf(const std::optional<CacheState> &state);

} // namespace signalbox::ui
