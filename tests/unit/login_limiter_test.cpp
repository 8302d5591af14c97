// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/login_limiter.h"

#include <QCoro/QCoroTask>
#include <QTest>

using namespace signalbox::auth;
using namespace std::chrono_literals;

class LoginLimiterTest : public QObject {
    Q_OBJECT

private:
    qint64 m_now = 0;
    std::unique_ptr<MemoryLoginLimiter> m_limiter;

    std::optional<std::chrono::seconds> begin(const QByteArray &address, const QByteArray &account)
    {
        return QCoro::waitFor(m_limiter->begin(nullptr, {address, account}));
    }
    void limit(LoginLimiter::Limits limits, std::size_t mostKeys = 100)
    {
        m_limiter = std::make_unique<MemoryLoginLimiter>(limits, mostKeys, [this] { return m_now; });
    }

private slots:
    void init()
    {
        m_now = 1'000'000;
        limit({});
    }

    void theSixthFailureOfAnAccountIsRefused()
    {
        for (int i = 0; i < 5; ++i)
            QVERIFY(!begin("a", "bob"));
        QCOMPARE(begin("a", "bob"), 900s);
        QVERIFY(!begin("a", "eve"));
        QVERIFY(!begin("b", "bob"));
    }

    void theHundredAndFirstOfAnAddressIsRefused()
    {
        for (int i = 0; i < 100; ++i)
            QVERIFY(!begin("a", QByteArray::number(i)));
        QCOMPARE(begin("a", "another"), 900s);
        QVERIFY(!begin("b", "another"));
    }

    void failuresAreForgottenAfterTheWindow()
    {
        for (int i = 0; i < 5; ++i) {
            begin("a", "bob");
            m_now += 60'000;
        }
        QCOMPARE(begin("a", "bob"), 600s);
        m_now += 599'999;
        QCOMPARE(begin("a", "bob"), 1s);
        m_now += 1;
        QVERIFY(!begin("a", "bob"));
        QCOMPARE(begin("a", "bob"), 60s);
    }

    void refusedAttemptsDoNotCount()
    {
        for (int i = 0; i < 50; ++i)
            begin("a", "bob");
        m_now += 900'000;
        for (int i = 0; i < 5; ++i)
            QVERIFY(!begin("a", "bob"));
    }

    void aSuccessForgetsTheAccountsFailures()
    {
        for (int i = 0; i < 4; ++i)
            begin("a", "bob");
        begin("a", "bob");
        QCoro::waitFor(m_limiter->succeeded(nullptr, {"a", "bob"}));
        for (int i = 0; i < 5; ++i)
            QVERIFY(!begin("a", "bob"));
    }

    void aSuccessDoesNotForgetTheAddresss()
    {
        limit({.perAccount = 5, .perAddress = 4});
        for (int i = 0; i < 3; ++i)
            begin("a", QByteArray::number(i));
        QVERIFY(!begin("a", "mine"));
        QCoro::waitFor(m_limiter->succeeded(nullptr, {"a", "mine"}));
        QVERIFY(!begin("a", "mine"));
        QVERIFY(begin("a", "mine"));
    }

    void anUndecidedAttemptIsTakenBack()
    {
        for (int i = 0; i < 20; ++i) {
            QVERIFY(!begin("a", "bob"));
            QCoro::waitFor(m_limiter->takeBack(nullptr, {"a", "bob"}));
        }
        QCOMPARE(m_limiter->keys(), std::size_t(0));
    }

    void tellsWhatCountsAndHowLong()
    {
        begin("a", "bob");
        m_now += 1000;
        begin("a", "bob");
        begin("a", "eve");
        m_now += 899'000;
        const auto counted = m_limiter->counted({"a", "bob"});
        QCOMPARE(counted.ofAccount, std::vector<std::chrono::milliseconds>({1000ms}));
        QCOMPARE(counted.ofAddress, std::vector<std::chrono::milliseconds>({1000ms, 1000ms}));
        QVERIFY(m_limiter->counted({"b", "bob"}).ofAccount.empty());
        QCOMPARE(m_limiter->keys(), std::size_t(3));
    }

    void whatItKeepsIsBounded()
    {
        for (int i = 0; i < 1000; ++i)
            begin(QByteArray::number(i), "bob");
        QCOMPARE(m_limiter->keys(), std::size_t(100));
    }

    void anIpV6NetworkIsOneAddress()
    {
        const auto key = [](const char *text) { return addressKey(QHostAddress(QString::fromLatin1(text))); };
        QCOMPARE(key("2001:db8:1:2::1"), key("2001:db8:1:2:ffff::9"));
        QVERIFY(key("2001:db8:1:2::1") != key("2001:db8:1:3::1"));
        QCOMPARE(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        QVERIFY(key("192.0.2.1") != key("192.0.2.2"));
    }
};

QTEST_GUILESS_MAIN(LoginLimiterTest)
#include "login_limiter_test.moc"
