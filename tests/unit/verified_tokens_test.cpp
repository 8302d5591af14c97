// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/uuid.h"
#include "auth/verified_tokens.h"

#include <QTest>

using namespace signalbox;
using namespace std::chrono_literals;
using auth::AccessTokens;
using auth::JwtSecrets;
using auth::VerifiedTokens;

namespace {

constexpr qint64 now = 1'700'000'000'123;

} // namespace

class VerifiedTokensTest : public QObject {
    Q_OBJECT

private:
    AccessTokens m_tokens{JwtSecrets::load({}, {"0123456789abcdef0123456789abcdef"}), 900s};

    QByteArray signedFor(const QByteArray &user, std::chrono::seconds life = 900s) const
    {
        return m_tokens.sign({user, http::Role::Editor, {}, {}, {}}, now, life);
    }

private slots:
    void aTokenSaysTheSameEachTime()
    {
        VerifiedTokens verified(m_tokens);
        const QByteArray user = auth::newUuid(now);
        const QByteArray token = signedFor(user);
        for (int time = 0; time < 3; ++time) {
            const auto *read = verified.verify(token, now);
            QVERIFY(read);
            QCOMPARE(read->identity.userId, user);
            QCOMPARE(read->issuedAtMs, now);
        }
    }

    void aRememberedTokenEndsAtTheEndOfItsLife()
    {
        VerifiedTokens verified(m_tokens);
        const QByteArray token = signedFor(auth::newUuid(now), 60s);
        QVERIFY(verified.verify(token, now));
        QVERIFY(verified.verify(token, now + 89'000));
        QVERIFY(!verified.verify(token, now + 90'000));
    }

    void aRememberedTokenIsNotYetInForceWhenTheClockGoesBack()
    {
        VerifiedTokens verified(m_tokens);
        const QByteArray token = signedFor(auth::newUuid(now));
        QVERIFY(verified.verify(token, now));
        QVERIFY(!verified.verify(token, now - 60'000));
    }

    void aChangedTokenIsNotTheRememberedOne()
    {
        VerifiedTokens verified(m_tokens);
        QByteArray token = signedFor(auth::newUuid(now));
        QVERIFY(verified.verify(token, now));
        const qsizetype middleOfSignature = token.size() - 20;
        token[middleOfSignature] = token[middleOfSignature] == 'A' ? 'B' : 'A';
        QVERIFY(!verified.verify(token, now));
        QVERIFY(!verified.verify(token, now)); // nor is a refused one remembered as good
    }

    void goesOnWhenItIsFull()
    {
        VerifiedTokens verified(m_tokens);
        QByteArrayList tokens;
        for (qsizetype i = 0; i <= VerifiedTokens::most; ++i) {
            tokens.append(signedFor(auth::newUuid(now)));
            QVERIFY(verified.verify(tokens.last(), now));
        }
        QVERIFY(verified.verify(tokens.first(), now));
        QVERIFY(verified.verify(tokens.last(), now));
    }
};

QTEST_GUILESS_MAIN(VerifiedTokensTest)
#include "verified_tokens_test.moc"
