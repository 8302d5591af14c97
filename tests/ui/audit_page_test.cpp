// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users_fixture.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

// The audit log, after something was done by clicking.
class AuditPageTest : public QObject, private ui::test::UsersFixture {
    Q_OBJECT
private slots:
    void cleanup() { close(); }

    void theAuditLogShowsFieldsBeforeAndAfter()
    {
        open();
        makeUsers(1);
        choose(u"user000@example.com"_s);
        trigger(u"editUser"_s);
        type(u"userDialog.name"_s, u"Renamed"_s);
        click<QPushButton>(u"userDialog.ok"_s);
        QTRY_COMPARE_WITH_TIMEOUT(cell(u"user000@example.com"_s, UsersModel::Name), u"Renamed"_s, Patience);
        m_audit->show();
        m_audit->setActive(true);
        auto *log = part<QTableView>(u"auditTable"_s);
        const QAbstractItemModelTester tester(log->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() >= 2, Patience);
        QTest::mouseClick(log->viewport(), Qt::LeftButton, {}, log->visualRect(log->model()->index(0, 1)).center());
        QAbstractItemModel *diff = part<QTableView>(u"auditDiff"_s)->model();
        const QAbstractItemModelTester diffTester(diff, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(diff->rowCount(), 1);
        QCOMPARE(diff->index(0, 0).data().toString(), u"name"_s);
        QCOMPARE(diff->index(0, 1).data().toString(), u"− User 0"_s);
        QCOMPARE(diff->index(0, 2).data().toString(), u"+ Renamed"_s);
        QTest::keyClick(log, Qt::Key_Down); // another entry
        QVERIFY(diff->rowCount() > 1);
        const int all = log->model()->rowCount();
        part<QComboBox>(u"auditAction"_s)->setCurrentIndex(2);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() < all, Patience);
        QCOMPARE(log->model()->index(0, 2).data().toString(), u"Changed"_s);
    }

    void aSearchFindsWhoWhomAndWhat()
    {
        open();
        makeUsers(3);
        m_audit->show();
        m_audit->setActive(true);
        auto *log = part<QTableView>(u"auditTable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() >= 3, Patience);
        type(u"auditSearch"_s, u"user001"_s);
        QTRY_COMPARE_WITH_TIMEOUT(log->model()->rowCount(), 1, Patience);
        QCOMPARE(log->model()->index(0, 3).data().toString(), u"user001@example.com"_s);
    }

    void allThatWasDoneToOneUserIsShownUntilItIsLeft()
    {
        open();
        makeUsers(3);
        m_audit->show();
        m_audit->setActive(true);
        auto *log = part<QTableView>(u"auditTable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(log->model()->rowCount() >= 3, Patience);
        const int all = log->model()->rowCount();
        QTest::mouseClick(log->viewport(), Qt::LeftButton, {}, log->visualRect(log->model()->index(0, 1)).center());
        QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>(u"auditUser"_s)->isVisible(), Patience);
        QCOMPARE(part<QLabel>(u"auditTitle"_s)->text(), u"Created: user002@example.com"_s);
        QSignalSpy links(m_audit.get(), &Page::openLink);
        click<QPushButton>(u"auditUser"_s);
        QCOMPARE(links.count(), 1);
        QCOMPARE(links.first().at(0).toString(), u"users"_s);
        QCOMPARE(links.first().at(1).toString(), "id:"_L1 + QString::fromUtf8(idOf("user002")));
        click<QPushButton>(u"auditTrail"_s);
        QTRY_COMPARE_WITH_TIMEOUT(log->model()->rowCount(), 1, Patience);
        click<QPushButton>(u"auditNarrowed"_s);
        QTRY_COMPARE_WITH_TIMEOUT(log->model()->rowCount(), all, Patience);
    }
};

QTEST_MAIN(AuditPageTest)
#include "audit_page_test.moc"
