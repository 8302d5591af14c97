// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_export.h"
#include "users_fixture.h"

#include <QFile>
#include <QFileDialog>
#include <QPushButton>
#include <QSignalSpy>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

// What is saved as CSV.
class UsersExportTest : public QObject, private ui::test::UsersFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void theExportHasAllThatMatchTheFilter()
    {
        open();
        makeUsers(130);
        UsersExport csv;
        csv.setSession(m_session.get());
        QSignalSpy told(&csv, &UsersExport::toast);
        const QString name = m_folder.filePath(u"users.csv"_s);
        csv.save({{u"q"_s, u"user"_s}}, name);
        QVERIFY(told.wait(Patience));
        QFile file(name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(told.first().first().toString()));
        QCOMPARE(file.readAll().trimmed().count('\n'), 130); // and the header
    }

    void theButtonSavesWhoMatchesInTheOrderOfTheList()
    {
        open();
        makeUsers(3);
        const QJsonObject strange{{u"email"_s, u"user900@example.com"_s}, {u"name"_s, u"=1+1, \"Zoë\" 李"_s}};
        QCOMPARE(client().call("POST", "/admin/users", TestServer::token(), strange).status, 201);
        type(u"usersSearch"_s, u"user"_s);
        QTRY_COMPARE_WITH_TIMEOUT(table().model()->rowCount(), 4, Patience);
        QSignalSpy told(m_users.get(), &Page::toast);
        click<QPushButton>(u"usersExport"_s);
        const QString name = m_folder.filePath(u"users.csv"_s);
        auto *dialog = m_users->findChild<QFileDialog *>(u"exportDialog"_s);
        QVERIFY(dialog);
        emit dialog->fileSelected(name);
        dialog->close();
        QVERIFY(told.wait(Patience));
        QFile file(name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(told.first().first().toString()));
        const QStringList lines = QString::fromUtf8(file.readAll().trimmed()).split(u"\r\n"_s);
        QCOMPARE(lines.size(), 5);
        QVERIFY2(lines.at(0).startsWith(u"id,email,name,role,disabled,"_s), qPrintable(lines.at(0)));
        QVERIFY2(lines.at(1).contains(u",user900@example.com,\"'=1+1, \"\"Zoë\"\" 李\",user,"_s),
                 qPrintable(lines.at(1)));
        QVERIFY(lines.at(4).contains(u",user000@example.com,User 0,user,false,"_s));
    }
};

QTEST_MAIN(UsersExportTest)
#include "users_export_test.moc"
