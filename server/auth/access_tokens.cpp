// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"

#include "auth/role_names.h"
#include "auth/uuid.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <jwt.h>
#include <memory>
#include <stdexcept>

namespace signalbox::auth {

namespace {

struct JwtDeleter {
    void operator()(jwt_t *jwt) const { jwt_free(jwt); }
};
using Jwt = std::unique_ptr<jwt_t, JwtDeleter>;

// By malloc, as libjwt hands it out.
struct TextDeleter {
    void operator()(char *text) const { std::free(text); }
};
using Text = std::unique_ptr<char, TextDeleter>;

const unsigned char *bytesOf(const QByteArray &secret)
{
    return reinterpret_cast<const unsigned char *>(secret.constData());
}

// With a key, libjwt refuses `alg: none` and wrong signatures. It would verify other HMACs with the same key, and
// knows nothing of `crit` (RFC 7515, 4.1.11), so both are looked at here.
Jwt decode(const QByteArray &token, const QByteArray &secret)
{
    jwt_t *decoded = nullptr;
    if (jwt_decode(&decoded, token.constData(), bytesOf(secret), int(secret.size())) != 0)
        return {};
    Jwt jwt(decoded);
    const Text critical(jwt_get_headers_json(decoded, "crit"));
    if (jwt_get_alg(decoded) != JWT_ALG_HS256 || critical)
        return {};
    return jwt;
}

Jwt decodeWithAny(const QByteArray &token, const QByteArrayList &secrets)
{
    for (const QByteArray &secret : secrets) {
        if (Jwt jwt = decode(token, secret))
            return jwt;
    }
    return {};
}

QByteArray textClaim(jwt_t *jwt, const char *name)
{
    return jwt_get_grant(jwt, name);
}

// Nothing when the claim isn't there or is no whole number. By its JSON, since libjwt takes a text for 0.
std::optional<qint64> timeClaim(jwt_t *jwt, const char *name)
{
    const Text json(jwt_get_grants_json(jwt, name));
    bool isWhole = false;
    const qint64 value = QByteArray(json.get()).toLongLong(&isWhole);
    return isWhole ? std::optional(value) : std::nullopt;
}

bool hasClaim(jwt_t *jwt, const char *name)
{
    return Text(jwt_get_grants_json(jwt, name)) != nullptr;
}

// RFC 8693, 4.1: {"act": {"sub": id}}. False when the claim is there and can't be read.
bool readActor(jwt_t *jwt, QByteArray &actor)
{
    const Text json(jwt_get_grants_json(jwt, "act"));
    if (!json)
        return true;
    actor = QJsonDocument::fromJson(json.get()).object().value(QLatin1String("sub")).toString().toLatin1();
    return isUuid(actor);
}

std::optional<http::Identity> identityIn(jwt_t *jwt)
{
    http::Identity identity;
    identity.userId = textClaim(jwt, "sub");
    identity.tokenId = textClaim(jwt, "jti");
    identity.sessionId = textClaim(jwt, "sid");
    const auto role = roleNamed(textClaim(jwt, "role"));
    if (!role || !isUuid(identity.userId) || !readActor(jwt, identity.actorId))
        return {};
    identity.role = *role;
    return identity;
}

// exp and iat must be there.
std::optional<TokenTimes> timesIn(jwt_t *jwt)
{
    const auto issuedAt = timeClaim(jwt, "iat");
    const auto expiresAt = timeClaim(jwt, "exp");
    const auto notBefore = hasClaim(jwt, "nbf") ? timeClaim(jwt, "nbf") : issuedAt;
    if (!issuedAt || !expiresAt || !notBefore)
        return {};
    return TokenTimes{*issuedAt, *notBefore, *expiresAt};
}

// The `jti` tells the moment more finely, when it is one of ours.
qint64 issuedAtMs(const QByteArray &tokenId, qint64 issuedAt)
{
    const auto finely = timeOfUuid(tokenId);
    return finely && *finely / 1000 == issuedAt ? *finely : issuedAt * 1000;
}

} // namespace

AccessTokens::AccessTokens(JwtSecrets secrets, std::chrono::seconds life)
    : m_secrets(std::move(secrets))
    , m_life(life)
{
    Q_ASSERT(m_secrets.isValid() && m_life <= longestLife);
}

QByteArray AccessTokens::sign(const http::Identity &identity, qint64 issuedAt, std::chrono::seconds life) const
{
    jwt_t *made = nullptr;
    if (jwt_new(&made) != 0)
        throw std::bad_alloc();
    const Jwt jwt(made);
    jwt_add_grant(made, "sub", identity.userId.constData());
    jwt_add_grant(made, "role", roleName(identity.role).toLatin1().constData());
    jwt_add_grant_int(made, "iat", long(issuedAt / 1000));
    jwt_add_grant_int(made, "exp", long(issuedAt / 1000 + life.count()));
    jwt_add_grant(made, "jti", newUuid(issuedAt).constData());
    if (!identity.sessionId.isEmpty())
        jwt_add_grant(made, "sid", identity.sessionId.constData());
    if (!identity.actorId.isEmpty())
        jwt_add_grants_json(made, ("{\"act\":{\"sub\":\"" + identity.actorId + "\"}}").constData());
    const QByteArray &secret = m_secrets.signing();
    jwt_set_alg(made, JWT_ALG_HS256, bytesOf(secret), int(secret.size()));
    const Text text(jwt_encode_str(made));
    if (!text)
        throw std::runtime_error("a token can't be signed");
    return text.get();
}

std::optional<AccessToken> AccessTokens::verify(QByteArrayView token, qint64 nowMs) const
{
    // libjwt reads up to the first NUL, so that none may be in it.
    if (token.isEmpty() || token.size() > longest || token.contains('\0'))
        return {};
    const QByteArray text = token.toByteArray();
    const Jwt jwt = decodeWithAny(text, m_secrets.all());
    if (!jwt)
        return {};
    const auto times = timesIn(jwt.get());
    const auto identity = identityIn(jwt.get());
    if (!times || !identity)
        return {};
    const AccessToken verified{*identity, issuedAtMs(identity->tokenId, times->issuedAt), *times};
    return isInForce(verified, nowMs) ? std::optional(verified) : std::nullopt;
}

bool AccessTokens::isInForce(const AccessToken &token, qint64 nowMs) const
{
    const qint64 now = nowMs / 1000;
    const TokenTimes &times = token.times;
    // The bounds keep the sums below from overflowing.
    if (times.issuedAt < 0 || times.issuedAt > now + leeway.count() || times.notBefore > now + leeway.count())
        return false;
    return now - leeway.count() < times.expiresAt && now < times.issuedAt + longestCounted().count();
}

} // namespace signalbox::auth
