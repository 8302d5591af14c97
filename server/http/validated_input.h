// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>

namespace signalbox::http {

// What a request brought, checked against its route's description: texts of path and query as the types that are
// declared, defaults filled in. A value.
class ValidatedInput {
public:
    ValidatedInput() = default;
    ValidatedInput(QJsonObject params, QJsonObject query, QJsonObject body)
        : m_params(std::move(params))
        , m_query(std::move(query))
        , m_body(std::move(body))
    {
    }

    const QJsonObject &params() const { return m_params; }
    const QJsonObject &query() const { return m_query; }
    const QJsonObject &body() const { return m_body; }

private:
    QJsonObject m_params;
    QJsonObject m_query;
    QJsonObject m_body;
};

} // namespace signalbox::http
