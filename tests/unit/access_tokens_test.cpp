// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"
#include "auth/uuid.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;
using auth::AccessTokens;
using auth::JwtSecrets;

namespace {

const QByteArray secret = "0123456789abcdef0123456789abcdef";
const QByteArray user = "01890a5d-ac96-774b-bcce-b302099a8057";
constexpr qint64 now = 1'700'000'000'123;

QByteArray base64(const QByteArray &text)
{
    return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

// A token made by hand, so that what libjwt wouldn't make can be tried.
QByteArray made(const QByteArray &payload, const QByteArray &header = R"({"alg":"HS256","typ":"JWT"})",
                const QByteArray &key = secret, QCryptographicHash::Algorithm algorithm = QCryptographicHash::Sha256)
{
    const QByteArray text = base64(header) + '.' + base64(payload);
    return text + '.' + base64(QMessageAuthenticationCode::hash(text, key, algorithm));
}

// With one claim changed, or removed when its value is undefined.
QJsonObject goodClaims(const std::pair<QString, QJsonValue> &change = {u"role"_s, u"editor"_s})
{
    QJsonObject claims{{u"sub"_s, QString::fromLatin1(user)},
                       {u"iat"_s, now / 1000},
                       {u"exp"_s, now / 1000 + 900},
                       {u"role"_s, u"editor"_s}};
    claims.insert(change.first, change.second); // an undefined value removes it
    return claims;
}

} // namespace

class AccessTokensTest : public QObject {
    Q_OBJECT

private:
    AccessTokens m_tokens{JwtSecrets::load({}, {secret}), 900s};

    http::Identity identity() const { return {user, http::Role::Editor, {}, auth::newUuid(now), {}}; }
    bool isValid(const QByteArray &token, qint64 at = now) const { return m_tokens.verify(token, at).has_value(); }

private slots:
    void whatWasSignedIsRead()
    {
        http::Identity who = identity();
        who.actorId = auth::newUuid(now);
        const auto read = m_tokens.verify(m_tokens.sign(who, now, 900s), now);
        QVERIFY(read);
        QCOMPARE(read->identity.userId, user);
        QCOMPARE(read->identity.role, http::Role::Editor);
        QCOMPARE(read->identity.sessionId, who.sessionId);
        QCOMPARE(read->identity.actorId, who.actorId);
        QCOMPARE(read->issuedAtMs, now);
        QCOMPARE(read->times.expiresAt, now / 1000 + 900);
        QVERIFY(auth::isUuid(read->identity.tokenId));
    }

    void theContractsClaimsAreThere()
    {
        const QByteArrayList parts = m_tokens.sign(identity(), now, 900s).split('.');
        const auto header = QJsonDocument::fromJson(QByteArray::fromBase64(parts[0], QByteArray::Base64UrlEncoding));
        const auto payload = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding));
        QCOMPARE(header.object().value("alg"_L1).toString(), u"HS256"_s);
        const QStringList expected{u"exp"_s, u"iat"_s, u"jti"_s, u"role"_s, u"sid"_s, u"sub"_s};
        QCOMPARE(payload.object().keys(), expected);
        QCOMPARE(payload.object().value("exp"_L1).toInteger() - payload.object().value("iat"_L1).toInteger(), 900);
    }

    void tokensOfOthersWithOurSecretAreRead()
    {
        const auto read = m_tokens.verify(made(json(goodClaims())), now);
        QVERIFY(read);
        QCOMPARE(read->issuedAtMs, now / 1000 * 1000); // to the second, since it has no jti of ours
        QVERIFY(read->identity.sessionId.isEmpty());
    }

    void allSecretsVerifyAndTheFirstSigns()
    {
        const QByteArray older = secret + "-older";
        const AccessTokens before{JwtSecrets::load({}, {older}), 900s};
        const AccessTokens after{JwtSecrets::load({}, {secret, older}), 900s};
        QVERIFY(after.verify(before.sign(identity(), now, 900s), now));
        QVERIFY(isValid(after.sign(identity(), now, 900s)));
        QVERIFY(!before.verify(after.sign(identity(), now, 900s), now));
    }

    void attacksAreRefused_data()
    {
        QTest::addColumn<QByteArray>("token");
        const QByteArray good = made(json(goodClaims()));
        const QByteArray payload = json(goodClaims());
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("garbage") << "garbage"_ba;
        QTest::newRow("dots") << ".."_ba;
        QTest::newRow("one part") << good.split('.').first();
        QTest::newRow("two parts") << good.left(good.lastIndexOf('.'));
        QTest::newRow("an empty signature") << good.left(good.lastIndexOf('.') + 1);
        QTest::newRow("four parts") << good + ".x";
        QTest::newRow("a longer signature") << good + 'x';
        QTest::newRow("a padded signature") << good + '=';
        QTest::newRow("a shorter signature") << good.chopped(1);
        QTest::newRow("another key") << made(payload, R"({"alg":"HS256"})", secret + 'x');
        QTest::newRow("an empty key") << made(payload, R"({"alg":"HS256"})", "");
        QTest::newRow("alg none") << base64(R"({"alg":"none"})") + '.' + base64(payload) + '.';
        QTest::newRow("alg None, signed") << made(payload, R"({"alg":"None"})");
        QTest::newRow("alg none, signed") << made(payload, R"({"alg":"none"})");
        QTest::newRow("no alg") << made(payload, R"({"typ":"JWT"})");
        QTest::newRow("alg no text") << made(payload, R"({"alg":256})");
        QTest::newRow("HS384") << made(payload, R"({"alg":"HS384"})", secret, QCryptographicHash::Sha384);
        QTest::newRow("HS512") << made(payload, R"({"alg":"HS512"})", secret, QCryptographicHash::Sha512);
        QTest::newRow("RS256") << made(payload, R"({"alg":"RS256"})");
        QTest::newRow("ES256") << made(payload, R"({"alg":"ES256"})");
        QTest::newRow("PS256") << made(payload, R"({"alg":"PS256"})");
        QTest::newRow("a critical extension") << made(payload, R"({"alg":"HS256","crit":["b64"],"b64":false})");
        QByteArrayList parts = good.split('.');
        parts[1] = base64(json(goodClaims({u"role"_s, u"admin"_s})));
        QTest::newRow("a changed payload") << parts.join('.');
        QTest::newRow("a payload that is no object") << made("[1]");
        QTest::newRow("a payload that is no JSON") << made("{");
        QTest::newRow("NUL") << good + QByteArray("\0x", 2);
        QTest::newRow("10 KiB of garbage") << QByteArray(10 * 1024, 'a');
        QTest::newRow("10 KiB, signed") << made(json(goodClaims({u"x"_s, QString(10 * 1024, u'x')})));
        QTest::newRow("a key of its own")
            << made(payload, R"({"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}})", "\0\0\0");
        QTest::newRow("a kid that is a path") << made(payload, R"({"alg":"HS256","kid":"/dev/null"})", "");
    }

    void attacksAreRefused()
    {
        QFETCH(QByteArray, token);
        QVERIFY(!isValid(token));
    }

    void claims_data()
    {
        QTest::addColumn<QJsonObject>("changed");
        QTest::addColumn<bool>("valid");
        const qint64 second = now / 1000;
        const auto row = [](const char *name, const QString &claim, const QJsonValue &value, bool valid) {
            QTest::newRow(name) << goodClaims({claim, value}) << valid;
        };
        row("as they are", u"role"_s, u"editor"_s, true);
        row("no exp", u"exp"_s, QJsonValue::Undefined, false);
        row("exp is a text", u"exp"_s, u"9999999999"_s, false);
        row("exp just over", u"exp"_s, second - 29, true);
        row("exp over", u"exp"_s, second - 30, false);
        row("exp negative", u"exp"_s, -1, false);
        row("no iat", u"iat"_s, QJsonValue::Undefined, false);
        row("iat soon", u"iat"_s, second + 30, true);
        row("iat later", u"iat"_s, second + 31, false);
        row("iat negative", u"iat"_s, -1, false);
        row("iat long ago, exp later", u"iat"_s, second - 930, false);
        row("iat nearly as long ago", u"iat"_s, second - 929, true);
        row("nbf soon", u"nbf"_s, second + 30, true);
        row("nbf later", u"nbf"_s, second + 31, false);
        row("nbf is a text", u"nbf"_s, u"0"_s, false);
        row("exp in a thousand years", u"exp"_s, second + 31'557'600'000, true); // until life and leeway after iat
        row("no role", u"role"_s, QJsonValue::Undefined, false);
        row("role of none", u"role"_s, u"root"_s, false);
        row("role in capitals", u"role"_s, u"ADMIN"_s, false);
        row("no sub", u"sub"_s, QJsonValue::Undefined, false);
        row("sub is no id", u"sub"_s, u"' OR 1=1 --"_s, false);
        row("sub is a number", u"sub"_s, 1, false);
        row("act without a sub", u"act"_s, QJsonObject(), false);
        row("act is a text", u"act"_s, u"admin"_s, false);
    }

    void claims()
    {
        QFETCH(QJsonObject, changed);
        QFETCH(bool, valid);
        QCOMPARE(isValid(made(json(changed))), valid);
    }

    void aTokenEndsAtTheEndOfItsLife()
    {
        const QByteArray token = m_tokens.sign(identity(), now, 60s);
        QVERIFY(isValid(token, now + 89'000));
        QVERIFY(!isValid(token, now + 90'000));
    }
};

QTEST_GUILESS_MAIN(AccessTokensTest)
#include "access_tokens_test.moc"
