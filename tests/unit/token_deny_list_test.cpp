// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/token_deny_list.h"

#include <QTest>

#include <thread>

using namespace signalbox;
using auth::AccessToken;
using auth::TokenDenyList;

namespace {

AccessToken token(qint64 issuedAtMs)
{
    return {{"user", http::Role::User, "token", "session", "actor"}, issuedAtMs, {}};
}

} // namespace

class TokenDenyListTest : public QObject {
    Q_OBJECT

private slots:
    void deniesWhatWasIssuedBeforeTheMoment_data()
    {
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("session");
        QTest::newRow("of a user") << QByteArray("user") << QByteArray();
        QTest::newRow("of a session") << QByteArray() << QByteArray("session");
        QTest::newRow("of the admin who impersonates") << QByteArray("actor") << QByteArray();
    }

    void deniesWhatWasIssuedBeforeTheMoment()
    {
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, session);
        TokenDenyList list;
        TokenDenyList::Reader reader(list);
        QVERIFY(!reader.isDenied(token(99)));
        list.add({{user, session, 100, 1000}}, 100);
        QVERIFY(reader.isDenied(token(99)));
        QVERIFY(!reader.isDenied(token(100)));
    }

    void leavesOthersAlone()
    {
        TokenDenyList list;
        list.add({{"another", {}, 100, 1000}, {{}, "another session", 100, 1000}}, 100);
        QVERIFY(!TokenDenyList::Reader(list).isDenied(token(50)));
    }

    void anOlderDenialDoesNotUndoALaterOne()
    {
        TokenDenyList list;
        list.add({{"user", {}, 100, 1000}}, 100);
        list.add({{"user", {}, 50, 900}}, 100);
        QVERIFY(TokenDenyList::Reader(list).isDenied(token(99)));
    }

    void forgetsWhatHasExpired()
    {
        TokenDenyList list;
        list.add({{"user", {}, 100, 1000}}, 100);
        list.add({{"another", {}, 2000, 3000}}, 1000);
        QCOMPARE(list.size(), std::size_t(1));
    }

    void readersFollowChangesOfOtherThreads()
    {
        TokenDenyList list;
        std::atomic<bool> denied = false;
        std::thread reader([&] {
            TokenDenyList::Reader own(list);
            while (!own.isDenied(token(1)))
                std::this_thread::yield();
            denied = true;
        });
        for (int i = 0; i < 100; ++i)
            list.add({{"x" + QByteArray::number(i), {}, 2, 1000}}, 1);
        list.add({{"user", {}, 2, 1000}}, 1);
        reader.join();
        QVERIFY(denied);
    }
};

QTEST_GUILESS_MAIN(TokenDenyListTest)
#include "token_deny_list_test.moc"
