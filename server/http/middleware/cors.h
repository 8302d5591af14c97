// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

#include <QByteArrayList>

#include <chrono>

namespace signalbox::http {

struct CorsSettings {
    QByteArrayList origins; // exact ("https://app.example"), or "*" for any; empty: no CORS
    bool credentials = false; // never sent for "*", where browsers refuse it
    QByteArray requestHeaders = "authorization, content-type, x-request-id, traceparent";
    QByteArray exposedHeaders = "x-request-id, x-cache, retry-after";
    std::chrono::seconds maxAge{600};
};

// Cross-Origin Resource Sharing (Fetch Standard). A preflight is an automatic OPTIONS, whose Allow it passes on.
ReplyStep cors(CorsSettings settings);

} // namespace signalbox::http
