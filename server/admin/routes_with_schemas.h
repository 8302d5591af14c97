// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/api.h"

namespace signalbox::admin {

// Registers routes of the admin API one after the other, with what they share. Reactor thread.
class RoutesWithSchemas {
public:
    struct Input {
        http::Schema params = {};
        http::Schema query = {};
        http::Schema body = {};
        bool bodyOptional = false;
    };

    static constexpr qint64 largeBody = 1024 * 1024; // of what carries a job's data, or a thousand ids

    RoutesWithSchemas(http::Api &api, http::MiddlewareList middleware, qint64 bodyLimit = 64 * 1024)
        : m_api(api)
    {
        m_options.middleware = std::move(middleware);
        m_options.bodyLimit = bodyLimit;
        m_options.timeout = std::chrono::seconds(10);
        m_options.observed = false;
        m_options.description.tag = "Admin";
        m_options.description.security = http::Security::Bearer;
    }

    void add(http::Method method, const QByteArray &pattern, const QString &summary, http::Handler handler, Input input)
    {
        http::RouteOptions options = m_options;
        options.description.summary = summary;
        options.description.params = std::move(input.params);
        options.description.query = std::move(input.query);
        options.description.body = std::move(input.body);
        options.description.bodyOptional = input.bodyOptional;
        m_api.add(method, pattern, std::move(handler), std::move(options));
    }

private:
    http::Api &m_api;
    http::RouteOptions m_options;
};

// Of what is done step by step: the cursor of the step before.
inline http::Schema stepCursor()
{
    return http::schema::string()
        .pattern("^[0-9]{1,20}$")
        .message("Must be the cursor that a step answered")
        .described("Of the step before; none at first.");
}

} // namespace signalbox::admin
