// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace signalbox::telemetry {

// Headers and bodies of one request and its answer. Secrets are struck out and bodies cut to `maxBody` before any of
// it is stored.
struct Capture {
    static constexpr qsizetype maxBody = 64 * 1024;
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    QByteArray requestId;
    Headers requestHeaders, responseHeaders;
    QByteArray requestBody, responseBody;
    qint64 requestBodySize = 0, responseBodySize = 0; // whole, before the cut
};

} // namespace signalbox::telemetry
