// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/token_deny_list.h"

namespace signalbox::auth {

namespace {

using Denials = QHash<QByteArray, TokenDenial>;

bool names(const Denials &denials, const QByteArray &id, qint64 issuedAtMs)
{
    const auto found = denials.constFind(id);
    return found != denials.constEnd() && issuedAtMs < found->deniedBeforeMs;
}

void merge(Denials &denials, const TokenDenial &denial)
{
    TokenDenial &known = denials[denial.sessionId.isEmpty() ? denial.userId : denial.sessionId];
    const qint64 deniedBefore = std::max(known.deniedBeforeMs, denial.deniedBeforeMs);
    const qint64 expiresAt = std::max(known.expiresAtMs, denial.expiresAtMs);
    known = denial;
    known.deniedBeforeMs = deniedBefore;
    known.expiresAtMs = expiresAt;
}

} // namespace

TokenDenyList::TokenDenyList()
    : m_denials(std::make_shared<Denials>())
{
}

TokenDenyList::~TokenDenyList() = default;

void TokenDenyList::add(const QList<TokenDenial> &added, qint64 nowMs)
{
    if (added.isEmpty())
        return;
    const QMutexLocker lock(&m_mutex);
    auto denials = std::make_shared<Denials>(*m_denials);
    denials->removeIf([nowMs](Denials::iterator denial) { return denial->expiresAtMs <= nowMs; });
    for (const TokenDenial &denial : added)
        merge(*denials, denial);
    m_denials = std::move(denials);
    m_version.fetch_add(1, std::memory_order_release);
}

std::size_t TokenDenyList::size() const
{
    const QMutexLocker lock(&m_mutex);
    return std::size_t(m_denials->size());
}

TokenDenyList::Reader::Reader(const TokenDenyList &list)
    : m_list(list)
{
}

bool TokenDenyList::Reader::isDenied(const AccessToken &token)
{
    if (const quint64 version = m_list.m_version.load(std::memory_order_acquire); version != m_seen) {
        const QMutexLocker lock(&m_list.m_mutex);
        m_denials = m_list.m_denials;
        m_seen = version;
    }
    if (m_denials->isEmpty())
        return false;
    const http::Identity &identity = token.identity;
    return names(*m_denials, identity.userId, token.issuedAtMs)
        || names(*m_denials, identity.sessionId, token.issuedAtMs)
        || names(*m_denials, identity.actorId, token.issuedAtMs);
}

} // namespace signalbox::auth
