// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "admin/field_errors.h"
#include "filter.h"
#include "telemetry/telemetry.h"

#include <QStringView>

#include <chrono>
#include <optional>

namespace signalbox::http {
class Context;
}

namespace signalbox::admin {

// "10s", "5m", "1h", "250ms"; nothing when it is no duration, or zero.
std::optional<std::chrono::milliseconds> parseDuration(QStringView text);

// Reads the query parameters of a request. What is wrong is collected; check() answers with all of it, and must be
// called before what was read is used. Reactor thread, no longer than the context.
class Parameters {
public:
    explicit Parameters(const http::Context &context);

    std::chrono::milliseconds duration(const QString &name, std::chrono::milliseconds fallback,
                                       std::chrono::milliseconds most);
    // `from` and `to`, else the last `window`.
    telemetry::TimeRange range(std::chrono::milliseconds fallback);
    bool hasInstants() const; // `from` or `to` is given
    telemetry::TimeRange everything(); // likewise, but all that is kept when none is named
    int number(const QString &name, int fallback, int most); // from 1
    Filter filter(const QString &name);
    QByteArray text(const QString &name) const;
    QByteArray required(const QString &name);

    void check() const; // throws AppError 400

private:
    std::optional<qint64> instant(const QString &name);
    bool has(const QString &name) const;
    QString value(const QString &name) const;
    void fail(const QString &name, const QString &message);

    const http::Context &m_context;
    FieldErrors m_errors;
};

} // namespace signalbox::admin
