// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users_fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QRadioButton>
#include <QToolButton>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

// What an admin does to users, by the widgets that are clicked, and what came of it on the server.
class UsersActionsTest : public QObject, private ui::test::UsersFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void aUserIsCreatedWithAGeneratedPasswordThatLogsIn()
    {
        open();
        click<QPushButton>(u"usersCreate"_s);
        type(u"userDialog.email"_s, u"ada@example.com"_s);
        type(u"userDialog.name"_s, u"Ada Lovelace"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"generatedPassword.password"_s), Patience);
        const QString password = part<QLabel>(u"generatedPassword.password"_s)->text();
        click<QToolButton>(u"generatedPassword.copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), password);
        QCOMPARE(client().logIn("ada@example.com", password.toUtf8()).status, 200);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"ada@example.com"_s) >= 0, Patience);
    }

    void theKeysCreateAUserWithoutAMouse()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 1, Patience);
        m_users->activateWindow();
        table().setFocus();
        QTest::keyClick(&table(), Qt::Key_N);
        auto *dialog = m_users->findChild<QDialog *>(u"userDialog"_s);
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->isActiveWindow(), Patience);
        QStringList visited;
        const auto type = [&](const QString &text) {
            visited.append(QApplication::focusWidget()->objectName());
            QTest::keyClicks(QApplication::focusWidget(), text);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        };
        type(u"ada@example.com"_s);
        type(u"Ada"_s);
        QCOMPARE(visited, (QStringList{u"userDialog.email"_s, u"userDialog.name"_s}));
        QCOMPARE(QApplication::focusWidget()->objectName(), u"userDialog.role"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"ada@example.com"_s) >= 0, Patience);
    }

    void aTakenEmailIsToldInTheDialog()
    {
        open();
        click<QPushButton>(u"usersCreate"_s);
        type(u"userDialog.email"_s, u"ROOT@example.com"_s);
        type(u"userDialog.name"_s, u"Another"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"userDialog.problem"_s)->isVisible(), Patience);
        QVERIFY(part<QLabel>(u"userDialog.problem"_s)->text().contains(u"taken"_s));
        QVERIFY(part<QPushButton>(u"userDialog.ok"_s)->isEnabled());
    }

    void oneIsEditedWithWhatChangedOnly()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"editUser"_s);
        type(u"userDialog.name"_s, u"Renamed"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::Name), u"Renamed"_s, Patience);
    }

    void aPasswordIsSet()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"setPassword"_s);
        part<QRadioButton>(u"passwordDialog.type"_s)->setChecked(true);
        type(u"passwordDialog.password"_s, u"short"_s);
        QVERIFY(!part<QPushButton>(u"passwordDialog.ok"_s)->isEnabled());
        type(u"passwordDialog.password"_s, u"a new password"_s);
        click<QPushButton>(u"passwordDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!part<QPushButton>(u"passwordDialog.ok"_s), Patience);
        QCOMPARE(client().logIn("user000@example.com", "a new password").status, 200);
    }

    void disablingForADayAndEnablingAgain()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"disableUsers"_s);
        part<QComboBox>(u"disableDialog.duration"_s)->setCurrentIndex(2);
        click<QPushButton>(u"disableDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::State).startsWith(u"Disabled until"_s),
                                 Patience);
        QCOMPARE(client().logIn("user000@example.com").status, 403);
        trigger(u"enableUsers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::State), u"Active"_s, Patience);
    }

    void whoIsDisabledForADayIsSoUntilThen()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"disableUsers"_s);
        part<QComboBox>(u"disableDialog.duration"_s)->setCurrentIndex(2);
        click<QPushButton>(u"disableDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(client().logIn("user000@example.com").status, 403, Patience);
        const QString until =
            m_server->admin("/admin/users/" + idOf("user000")).json().value("disabledUntil"_L1).toString();
        const qint64 seconds = QDateTime::currentDateTimeUtc().secsTo(QDateTime::fromString(until, Qt::ISODateWithMs));
        QVERIFY2(seconds > 23 * 3600 && seconds <= 24 * 3600, qPrintable(until));
    }

    void manyGetARoleAfterTheirNumberWasTold()
    {
        open();
        makeUsers(3);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 3 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        m_users->findChild<QAction *>(u"role.editor"_s)->trigger();
        QCOMPARE(part<QPushButton>(u"roleDialog.ok"_s)->text(), u"Make 3 users editor"_s);
        click<QPushButton>(u"roleDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user002@example.com"_s, UsersModel::RoleColumn), u"editor"_s, Patience);
        QCOMPARE(cell(u"user000@example.com"_s, UsersModel::RoleColumn), u"editor"_s);
    }

    void nothingCanBeDoneToNobody()
    {
        open();
        makeUsers(1);
        QVERIFY2(usable().isEmpty(), qPrintable(usable().join(' '_L1)));
        choose(u"user000@example.com"_s);
        QVERIFY(usable().contains(u"role.editor"_s) && usable().contains(u"editUser"_s));
        table().clearSelection();
        QVERIFY2(usable().isEmpty(), qPrintable(usable().join(' '_L1)));
    }

    void nothingCanBeDoneToWhoWasOpenOnceTheyAreClosed()
    {
        open();
        makeUsers(1);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 2, Patience);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"root"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 1 && rowOf(u"root@example.com"_s) == 0, Patience);
        m_users->open("id:"_L1 + QString::fromUtf8(idOf("user000"))); // not in the list
        QTRY_VERIFY_WITH_TIMEOUT(usable().contains(u"editUser"_s), Patience);
        click<QToolButton>(u"userClose"_s);
        QVERIFY2(usable().isEmpty(), qPrintable(usable().join(' '_L1)));
    }

    void nothingCanBeDoneToWhoIsNotLoadedYet()
    {
        open();
        makeUsers(1);
        openUser(u"root@example.com"_s);
        QVERIFY(usable().contains(u"editUser"_s));
        m_users->open(u"id:of-nobody-in-the-list"_s);
        QVERIFY2(usable().isEmpty(), qPrintable(usable().join(' '_L1)));
    }

    void disablingManyTellsTheirNumberFirst()
    {
        open();
        makeUsers(3);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 3 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        trigger(u"disableUsers"_s);
        QCOMPARE(part<QPushButton>(u"disableDialog.ok"_s)->text(), u"Disable 3 users"_s);
        click<QPushButton>(u"disableDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user002@example.com"_s, UsersModel::State), u"Disabled"_s, Patience);
        for (const QByteArray &name : {"user000"_ba, "user001"_ba, "user002"_ba})
            QCOMPARE(client().logIn(name + "@example.com").status, 403);
    }

    void endingTheSessionsOfManyTellsTheirNumberFirst()
    {
        open();
        makeUsers(2);
        const QByteArray token = AccountClient::text(client().logIn("user001@example.com"), "refreshToken");
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 2 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        trigger(u"endSessions"_s);
        QCOMPARE(part<QPushButton>(u"sessionsDialog.ok"_s)->text(), u"End sessions of 2 users"_s);
        click<QPushButton>(u"sessionsDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(client().refresh(token).status, 401, Patience);
    }

    void deletingManyTellsWhatGoesAndWantsTheirNumber()
    {
        open();
        makeUsers(3);
        QCOMPARE(client().logIn("user000@example.com").status, 200);
        part<QLineEdit>(u"usersSearch"_s)->setText(u"user0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(table().model()->rowCount() == 3 && rowOf(u"root@example.com"_s) < 0, Patience);
        table().selectAll();
        trigger(u"deleteUsers"_s);
        QVERIFY(part<QLabel>(u"deleteDialog.goes"_s)->text().contains(u"1 session,"_s));
        QVERIFY(!part<QPushButton>(u"deleteDialog.ok"_s)->isEnabled());
        type(u"deleteDialog.confirm"_s, u"3"_s);
        click<QPushButton>(u"deleteDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 0, Patience);
    }

    void theLastAdminIsNotDeletedAndTheDialogSaysWhy()
    {
        open();
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 1, Patience);
        choose(u"root@example.com"_s);
        trigger(u"deleteUsers"_s);
        type(u"deleteDialog.confirm"_s, u"root@example.com"_s);
        click<QPushButton>(u"deleteDialog.ok"_s);
        QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>(u"deleteDialog.problem"_s)->text().contains(u"last admin"_s), Patience);
        QCOMPARE(client().logIn(accountAdminEmail).status, 200);
    }

    void impersonatingCopiesATokenThatActsAsTheUser()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        QGuiApplication::clipboard()->clear();
        trigger(u"copyToken"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->text().isEmpty(), Patience);
        const QByteArray token = QGuiApplication::clipboard()->text().toLatin1();
        const Answer me = client().call("GET", "/users/me", token);
        QCOMPARE(AccountClient::text(me, "email"), QByteArray("user000@example.com"));
    }

    void impersonatingCopiesACurlThatActsAsTheUser()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        QGuiApplication::clipboard()->clear();
        trigger(u"copyCurl"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!QGuiApplication::clipboard()->text().isEmpty(), Patience);
        QProcess shell; // pasted as it is
        shell.start(u"sh"_s, {u"-c"_s, QGuiApplication::clipboard()->text() + " -sS"_L1});
        QTRY_COMPARE_WITH_TIMEOUT(shell.state(), QProcess::NotRunning, Patience);
        const QByteArray answer = shell.readAllStandardOutput();
        QVERIFY2(answer.contains("user000@example.com"), (answer + shell.readAllStandardError()).constData());
    }

private:
    // What can be done to users now, by name.
    QStringList usable() const
    {
        QStringList names;
        for (const QString &name : {u"editUser"_s, u"setPassword"_s, u"role.user"_s, u"role.editor"_s, u"role.admin"_s,
                                    u"disableUsers"_s, u"enableUsers"_s, u"endSessions"_s, u"userRequests"_s,
                                    u"copyToken"_s, u"copyCurl"_s, u"copyEmails"_s, u"deleteUsers"_s})
            if (m_users->findChild<QAction *>(name)->isEnabled())
                names.append(name);
        return names;
    }
};

QTEST_MAIN(UsersActionsTest)
#include "users_actions_test.moc"
