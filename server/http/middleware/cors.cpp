// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/cors.h"

#include "http/middleware/vary.h"

namespace signalbox::http {

namespace {

class Cors {
public:
    explicit Cors(CorsSettings settings)
        : m_settings(std::move(settings))
        , m_anyOrigin(m_settings.origins.contains("*"))
        , m_maxAge(QByteArray::number(qint64(m_settings.maxAge.count())))
    {
    }

    void apply(const Context &context, Reply &reply) const
    {
        if (m_settings.origins.isEmpty())
            return;
        if (!m_anyOrigin)
            addVary(reply.headers, "origin"); // also without an Origin: a cache must not mix the two
        const QByteArrayView origin = context.header("origin");
        if (origin.isEmpty() || !isAllowed(origin))
            return;
        reply.headers.set("access-control-allow-origin", m_anyOrigin ? QByteArrayView("*") : origin);
        if (m_settings.credentials && !m_anyOrigin)
            reply.headers.set("access-control-allow-credentials", "true");
        if (const QByteArrayView method = context.header("access-control-request-method");
            context.head().method == Method::Options && !method.isEmpty())
            answerPreflight(method, reply);
        else
            reply.headers.set("access-control-expose-headers", m_settings.exposedHeaders);
    }

private:
    bool isAllowed(QByteArrayView origin) const
    {
        return m_anyOrigin
            || std::find(m_settings.origins.begin(), m_settings.origins.end(), origin) != m_settings.origins.end();
    }

    void answerPreflight(QByteArrayView method, Reply &reply) const
    {
        const QByteArray allow = reply.headers.combined("allow");
        reply.headers.set("access-control-allow-methods", allow.isEmpty() ? method : QByteArrayView(allow));
        reply.headers.set("access-control-allow-headers", m_settings.requestHeaders);
        reply.headers.set("access-control-max-age", m_maxAge);
    }

    CorsSettings m_settings;
    bool m_anyOrigin;
    QByteArray m_maxAge;
};

} // namespace

ReplyStep cors(CorsSettings settings)
{
    return [cors = Cors(std::move(settings))](const Context &context, Reply &reply) { cors.apply(context, reply); };
}

} // namespace signalbox::http
