// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"
#include "http/router.h"

#include <QByteArrayList>

namespace signalbox::http {

// What an Api holds, for itself and the dispatcher.
struct Api::Private {
    Router router;
    qint64 bodyLimit = 0; // of routes that set none
    MiddlewareList middleware;
    std::vector<ReplyStep> replySteps;
    QByteArrayList unobserved;
    QByteArrayList groups;
    QByteArray currentGroup;
    std::shared_ptr<RateLimiter> limiter;
    RateLimit defaultRate;
    std::vector<std::shared_ptr<const Route>> routes; // what the router has
    quint64 generation = 0;

    void add(std::shared_ptr<const Route> route);
    void removeGroup(const QByteArray &group);
    bool isUnobserved(QByteArrayView path) const;
};

} // namespace signalbox::http
