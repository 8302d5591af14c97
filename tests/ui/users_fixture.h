// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/session.h"
#include "pages/audit/audit_page.h"
#include "pages/users/users_model.h"
#include "pages/users/users_page.h"
#include "support/account_client.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QJsonArray>
#include <QLineEdit>
#include <QSettings>
#include <QTableView>
#include <QTest>

namespace signalbox::ui::test {

// The pages of users and of the audit log on a real server, and what a person does to them. A base of test classes.
class UsersFixture {
protected:
    static constexpr int Patience = 15'000;

    UsersFixture()
        : m_settings(m_folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat)
    {
    }

    void open(const signalbox::test::TestServer::Change &change = &signalbox::test::withAccounts)
    {
        m_server = std::make_unique<signalbox::test::TestServer>(change);
        QVERIFY(m_server->start());
        m_session = std::make_unique<Session>(
            Endpoint{m_server->url(), signalbox::test::TestServer::token(), {}, {}, true}, m_range);
        m_session->open();
        m_users = std::make_unique<UsersPage>(m_theme, m_settings);
        m_audit = std::make_unique<AuditPage>(m_theme);
        m_users->resize(1400, 900);
        m_audit->resize(1400, 900);
        m_users->setSession(m_session.get());
        m_audit->setSession(m_session.get());
        m_users->show();
        m_users->setActive(true);
    }

    void close()
    {
        m_audit.reset();
        m_users.reset();
        m_session.reset();
        m_server.reset();
        m_settings.clear();
    }

    signalbox::test::AccountClient client() const { return signalbox::test::AccountClient(*m_server); }

    void makeUsers(int end, int begin = 0)
    {
        for (int number = begin; number < end; ++number) {
            const QJsonObject user{
                {QStringLiteral("email"), QStringLiteral("user%1@example.com").arg(number, 3, 10, QLatin1Char('0'))},
                {QStringLiteral("name"), QStringLiteral("User %1").arg(number)},
                {QStringLiteral("password"), QString::fromLatin1(signalbox::test::accountPassword)}};
            QCOMPARE(client().call("POST", "/admin/users", signalbox::test::TestServer::token(), user).status, 201);
        }
        m_users->setActive(true); // loads anew
    }

    // A widget of the pages, or of a dialog that is shown.
    template <typename Widget> Widget *part(const QString &name) const
    {
        for (QWidget *window : QApplication::topLevelWidgets())
            for (Widget *widget : window->findChildren<Widget *>(name))
                return widget;
        return nullptr;
    }

    // Where a person could: a pane that was shown just now has its room only after the next event.
    template <typename Widget> void click(const QString &name) const
    {
        const auto canBeHit = [&] {
            const auto *widget = part<Widget>(name);
            return widget && widget->isEnabled() && widget->visibleRegion().contains(widget->rect().center());
        };
        QTRY_VERIFY2_WITH_TIMEOUT(canBeHit(), qPrintable(name), Patience);
        QTest::mouseClick(part<Widget>(name), Qt::LeftButton);
    }

    void type(const QString &name, const QString &text) const
    {
        auto *field = part<QLineEdit>(name);
        QVERIFY2(field, qPrintable(name));
        field->clear();
        QTest::keyClicks(field, text);
    }

    void trigger(const QString &name) const
    {
        auto *action = m_users->findChild<QAction *>(name);
        QVERIFY2(action, qPrintable(name));
        QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), Patience);
        action->trigger();
    }

    QTableView &table() const { return *m_users->findChild<QTableView *>(QStringLiteral("usersTable")); }
    QString email(int row) const { return table().model()->index(row, UsersModel::Email).data().toString(); }

    int rowOf(const QString &who) const
    {
        for (int row = 0; row < table().model()->rowCount(); ++row)
            if (email(row) == who)
                return row;
        return -1;
    }

    QString cell(const QString &who, int column) const
    {
        return table().model()->index(rowOf(who), column).data().toString();
    }

    void choose(const QString &who) const
    {
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(who) >= 0, Patience);
        table().selectRow(rowOf(who));
    }

    void openUser(const QString &who) const
    {
        choose(who);
        QTest::keyClick(&table(), Qt::Key_Return);
        QVERIFY(m_users->findChild<QWidget *>(QStringLiteral("userDetail"))->isVisible());
    }

    // Of a user, by the admin API.
    QByteArray idOf(const QByteArray &email) const
    {
        const QJsonObject found = m_server->admin("/admin/users?q=" + email.toPercentEncoding()).json();
        return found.value(QLatin1String("items"))
            .toArray()
            .at(0)
            .toObject()
            .value(QLatin1String("id"))
            .toString()
            .toUtf8();
    }

    QTemporaryDir m_folder;
    QSettings m_settings;
    Theme m_theme;
    TimeRange m_range;
    std::unique_ptr<signalbox::test::TestServer> m_server;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<UsersPage> m_users;
    std::unique_ptr<AuditPage> m_audit;
};

} // namespace signalbox::ui::test
