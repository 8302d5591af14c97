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

    bool isUnobserved(QByteArrayView path) const;
};

} // namespace signalbox::http
