// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/token_renewal.h"

#include <QDateTime>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto CheckInterval = 5s;
constexpr qint64 MarginMs = 60'000; // before the end; a shorter-lived token is renewed at half its life

Endpoint withoutToken(Endpoint endpoint)
{
    endpoint.token.clear();
    return endpoint;
}

qint64 dueMs(qint64 endsAtMs, qint64 nowMs)
{
    const qint64 left = endsAtMs - nowMs;
    return nowMs + std::max(left - MarginMs, left / 2);
}

} // namespace

TokenRenewal::TokenRenewal(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_client(withoutToken(endpoint))
    , m_refreshToken(endpoint.refreshToken)
    , m_dueAtMs(dueMs(endpoint.tokenEndsAtMs, QDateTime::currentMSecsSinceEpoch()))
{
    connect(&m_clock, &QTimer::timeout, this, &TokenRenewal::check);
    if (isPossible())
        m_clock.start(CheckInterval); // by the wall clock, since a timer stands still while the machine sleeps
}

bool TokenRenewal::isPossible() const
{
    return !m_refreshToken.isEmpty();
}

QByteArray TokenRenewal::refreshToken() const
{
    return m_refreshToken;
}

void TokenRenewal::renewNow()
{
    if (!isPossible() || m_underWay)
        return;
    m_underWay = true;
    m_client.post(u"/auth/refresh"_s, {{"refreshToken"_L1, QString::fromLatin1(m_refreshToken)}}, this,
                  [this](const AdminClient::Answer &answer) { take(answer); });
}

void TokenRenewal::check()
{
    if (QDateTime::currentMSecsSinceEpoch() >= m_dueAtMs)
        renewNow();
}

// A server that does not answer is asked again; only its no is the end.
void TokenRenewal::take(const AdminClient::Answer &answer)
{
    m_underWay = false;
    if (answer.status == 401 || answer.status == 403) {
        m_refreshToken.clear();
        m_clock.stop();
        return emit ended();
    }
    if (!answer.ok())
        return emit failed(answer.error);
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    m_refreshToken = answer.body.value("refreshToken"_L1).toString().toLatin1();
    m_dueAtMs = dueMs(nowMs + answer.body.value("expiresIn"_L1).toInteger() * 1000, nowMs);
    emit renewed(answer.body.value("token"_L1).toString().toLatin1());
}

} // namespace signalbox::ui
