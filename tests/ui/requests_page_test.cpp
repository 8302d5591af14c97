// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_model.h"
#include "pages/requests/requests_table.h"
#include "ui/requests_fixture.h"
#include "widgets/filter_edit.h"
#include "widgets/span_timeline.h"
#include "widgets/state_view.h"

#include <QAbstractItemModelTester>
#include <QAbstractProxyModel>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTreeView>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using signalbox::ui::test::RequestsFixture;

class RequestsPageTest : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();

    void showsRequestsAsTheyCome();
    void showsWhatCameBeforeIt();
    void showsWhatCameBeforeItWasFirstOpened();
    void saysWhatTheListLacksAfterALongAbsence();
    void opensARequestAndShowsItsSpans();
    void showsTheLogLinesOfARequest();
    void slowToggleShowsSlowOnesAlone();
    void errorsToggleIsATermOfTheFilter();
    void wrongFilterIsMarkedAndNotApplied();
    void emptyAnswerOffersToClearTheFilter();
    void newRowsWaitWhileOneIsSelected();
    void pauseHoldsBackAndCounts();
    void customRangeShowsOnlyItsRequests();
    void curlOnTheClipboardRuns();
    void replayMakesANewRow();
    void captureShowsHeadersAndBodies();
    void struckOutTokenIsAskedForBeforeAReplay();
    void editedReplayShowsItsAnswer();
    void pinnedRequestStaysWhenTheFilterHidesIt();
    void linksOfTheDetailLeadOn();
    void opensOneById();
    void keepsItsRowsWhenTheServerIsGone();
    void hiddenPageCountsSlowRequests();
    void namesItsKeys();

private:
    RequestsTable *table() const { return m_on->find<RequestsTable>("requestsTable"); }
    int rows() const { return table()->model()->rowCount(); }
    QString cell(int row, RequestsColumn column) const
    {
        return table()->model()->index(row, int(column)).data().toString();
    }
    FilterEdit *filter() const { return m_on->find<FilterEdit>("requestsFilter"); }
    void trigger(const char *action) { m_on->find<QAction>(action)->trigger(); }
    void clickRow(int row);
    void openFirst();
    void startCapture();

    std::unique_ptr<RequestsFixture> m_on;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    std::unique_ptr<QAbstractItemModelTester> m_sourceTester;
};

void RequestsPageTest::init()
{
    m_on = std::make_unique<RequestsFixture>();
    auto *sorted = qobject_cast<QAbstractProxyModel *>(table()->model());
    m_tester = std::make_unique<QAbstractItemModelTester>(sorted);
    m_sourceTester = std::make_unique<QAbstractItemModelTester>(sorted->sourceModel());
    QTRY_VERIFY(m_on->isConnected());
    QTRY_COMPARE(m_on->find<StateView>("requestsStates")->state(), StateView::State::Empty);
}

void RequestsPageTest::cleanup()
{
    m_tester.reset();
    m_sourceTester.reset();
    m_on.reset();
}

void RequestsPageTest::clickRow(int row)
{
    const QRect cell = table()->visualRect(table()->model()->index(row, int(RequestsColumn::Path)));
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell.center());
}

void RequestsPageTest::openFirst()
{
    clickRow(0);
    QTest::keyClick(table(), Qt::Key_Return);
    QTRY_VERIFY(m_on->find<QWidget>("detailPane")->isVisible());
}

void RequestsPageTest::startCapture()
{
    bool on = false;
    m_on->session->changeSettings({{"capture"_L1, true}}, this, [&on](const auto &answer) { on = answer.ok(); });
    QTRY_VERIFY(on);
}

void RequestsPageTest::showsRequestsAsTheyCome()
{
    QCOMPARE(m_on->send("GET", "/demo/echo?a=1"), 200);
    QCOMPARE(m_on->send("GET", "/nowhere"), 404);
    QTRY_COMPARE(rows(), 2);
    QCOMPARE(cell(0, RequestsColumn::Path), u"/nowhere"_s);
    QCOMPARE(cell(0, RequestsColumn::Status), u"404"_s);
    QCOMPARE(cell(1, RequestsColumn::Path), u"/demo/echo?a=1"_s);
    QCOMPARE(cell(1, RequestsColumn::Route), u"/demo/echo"_s);
    QCOMPARE(m_on->find<StateView>("requestsStates")->state(), StateView::State::Content);
}

void RequestsPageTest::showsWhatCameBeforeIt()
{
    m_on->page.setSession(nullptr);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_on->send("GET", "/health"), 200);
    m_on->server.telemetry().flush();
    m_on->page.setSession(m_on->session.get());
    QTRY_COMPARE(rows(), 5);
}

void RequestsPageTest::showsWhatCameBeforeItWasFirstOpened()
{
    RequestsPage page(m_on->theme, m_on->settings);
    page.setSession(m_on->session.get());
    QTRY_COMPARE(page.findChild<StateView *>(u"requestsStates"_s)->state(), StateView::State::Empty);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(m_on->send("GET", "/health"), 200);
    m_on->server.telemetry().flush();
    page.setActive(true);
    QTRY_COMPARE(page.findChild<RequestsTable *>(u"requestsTable"_s)->model()->rowCount(), 5);
    page.setSession(nullptr);
}

void RequestsPageTest::saysWhatTheListLacksAfterALongAbsence()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0); // a list that is being read does not start again by itself
    m_on->page.setActive(false);
    for (int i = 0; i < 1100; ++i)
        QCOMPARE(m_on->send("GET", "/health"), 200);
    m_on->server.telemetry().flush();
    m_on->page.setActive(true);
    auto *banner = m_on->find<QWidget>("requestsBanner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->findChild<QLabel *>(u"noticeText"_s)->text().contains(u"not all requests"_s));
    QTest::mouseClick(banner->findChild<QPushButton *>(u"noticeAction"_s), Qt::LeftButton);
    QTRY_VERIFY(!banner->isVisible());
    QTRY_VERIFY(rows() >= 200);
}

void RequestsPageTest::opensARequestAndShowsItsSpans()
{
    QCOMPARE(m_on->send("GET", "/demo/slow?ms=70"), 200);
    QTRY_COMPARE(rows(), 1);
    openFirst();
    QTRY_VERIFY(m_on->find<SpanTimeline>("detailTimeline")->spanCount() > 0);
    QCOMPARE(m_on->find<QLabel>("detailPath")->text(), u"/demo/slow?ms=70"_s);
    QVERIFY(m_on->find<QLabel>("detailFigures")->text().contains(u"slow"_s));
    QTRY_VERIFY(m_on->find<QPlainTextEdit>("detailRaw")->toPlainText().contains(u"\"record\""_s));
    QTest::keyClick(table(), Qt::Key_Escape);
    QVERIFY(!m_on->find<QWidget>("detailPane")->isVisible());
}

void RequestsPageTest::showsTheLogLinesOfARequest()
{
    QCOMPARE(m_on->send("GET", "/demo/fail?throw=1"), 500);
    QTRY_COMPARE(rows(), 1);
    openFirst();
    auto *lines = m_on->find<QTableView>("detailLogs")->model();
    QTRY_COMPARE(lines->rowCount(), 2); // what the handler's failure wrote, and the request's own
    QCOMPARE(lines->index(0, 1).data().toString(), u"error"_s);
    QCOMPARE(lines->index(0, 2).data().toString(), u"unexpected_error"_s);
    QCOMPARE(lines->index(1, 1).data().toString(), u"info"_s);
    QCOMPARE(lines->index(1, 2).data().toString(), u"request"_s);
}

void RequestsPageTest::slowToggleShowsSlowOnesAlone()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QCOMPARE(m_on->send("GET", "/demo/slow?ms=80"), 200);
    QTRY_COMPARE(rows(), 2);
    m_on->find<QPushButton>("slowToggle")->click();
    QCOMPARE(filter()->text(), u"slow"_s);
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(cell(0, RequestsColumn::Path), u"/demo/slow?ms=80"_s);
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QCOMPARE(m_on->send("GET", "/demo/slow?ms=90"), 200);
    QTRY_COMPARE(rows(), 2);
    QCOMPARE(cell(0, RequestsColumn::Path), u"/demo/slow?ms=90"_s);
    m_on->find<QPushButton>("slowToggle")->click();
    QTRY_COMPARE(rows(), 4);
}

void RequestsPageTest::errorsToggleIsATermOfTheFilter()
{
    filter()->setFilterText(u"method:GET"_s);
    m_on->find<QPushButton>("errorsToggle")->click();
    QCOMPARE(filter()->text(), u"method:GET error"_s);
    filter()->setFilterText(u"method:GET"_s);
    QVERIFY(!m_on->find<QPushButton>("errorsToggle")->isChecked());
}

void RequestsPageTest::wrongFilterIsMarkedAndNotApplied()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    filter()->setFilterText(u"method:GET status:no"_s);
    QVERIFY(filter()->error().has_value());
    QCOMPARE(filter()->error()->position, 11);
    QVERIFY(m_on->find<QLabel>("filterError")->isVisible());
    QCOMPARE(rows(), 1);
    QTest::keyClick(filter(), Qt::Key_Escape);
    QVERIFY(filter()->text().isEmpty());
    QVERIFY(!m_on->find<QLabel>("filterError")->isVisible());
}

void RequestsPageTest::emptyAnswerOffersToClearTheFilter()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    filter()->setFilterText(u"status:5xx"_s);
    QTRY_COMPARE(rows(), 0);
    QTRY_COMPARE(m_on->find<StateView>("requestsStates")->state(), StateView::State::Empty);
    m_on->find<QPushButton>("clearFilter")->click();
    QTRY_COMPARE(rows(), 1);
}

void RequestsPageTest::newRowsWaitWhileOneIsSelected()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    QCOMPARE(m_on->send("GET", "/demo/echo"), 200);
    auto *bar = m_on->find<QWidget>("newRequests");
    QTRY_VERIFY(bar->isVisible());
    QCOMPARE(bar->findChild<QLabel *>(u"noticeText"_s)->text(), u"1 new"_s);
    QCOMPARE(rows(), 1);
    bar->findChild<QPushButton *>(u"noticeAction"_s)->click();
    QCOMPARE(rows(), 2);
    QVERIFY(!bar->isVisible());
}

void RequestsPageTest::pauseHoldsBackAndCounts()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    QSignalSpy notShown(&m_on->page, &Page::notShownChanged);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Space);
    QVERIFY(m_on->range.isPaused());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_VERIFY(!notShown.isEmpty() && notShown.last().first().toLongLong() == 3);
    QCOMPARE(rows(), 1);
    m_on->find<QWidget>("newRequests")->findChild<QPushButton *>(u"noticeAction"_s)->click();
    QVERIFY(!m_on->range.isPaused());
    QCOMPARE(rows(), 4);
    QCOMPARE(notShown.last().first().toLongLong(), 0);
}

void RequestsPageTest::customRangeShowsOnlyItsRequests()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_on->range.setCustom(now - 7'200'000, now - 3'600'000);
    QTRY_COMPARE(rows(), 0);
    m_on->range.setCustom(now - 60'000, now + 60'000);
    QTRY_COMPARE(rows(), 1);
}

void RequestsPageTest::curlOnTheClipboardRuns()
{
    startCapture();
    QCOMPARE(m_on->send("POST", "/demo/echo?a=%27b%27&c=[1]", "{\"it's\": \"$HOME\"}",
                        {{"Content-Type", "application/json"}, {"X-Odd", "it's `id` $(id) \"x\""}}),
             200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    QSignalSpy told(&m_on->page, &Page::toast);
    trigger("copyCurl");
    QTRY_COMPARE(told.size(), 1);
    const QString command = QGuiApplication::clipboard()->text();
    QProcess shell;
    shell.start(u"bash"_s, {u"-c"_s, command + " --silent --write-out '%{http_code}' --max-time 10"_L1});
    QTRY_COMPARE(shell.state(), QProcess::NotRunning);
    const QByteArray answer = shell.readAllStandardOutput();
    QVERIFY2(answer.endsWith("200"), (command.toUtf8() + '\n' + answer + shell.readAllStandardError()).constData());
    QVERIFY2(answer.contains("$HOME"), answer.constData());
    m_on->find<QWidget>("newRequests")->findChild<QPushButton *>(u"noticeAction"_s)->click();
    QTRY_COMPARE(rows(), 2);
    QCOMPARE(cell(0, RequestsColumn::Path), cell(1, RequestsColumn::Path));
}

void RequestsPageTest::replayMakesANewRow()
{
    QCOMPARE(m_on->send("GET", "/demo/echo?x=1"), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    QSignalSpy told(&m_on->page, &Page::toast);
    QTest::keyClick(table(), Qt::Key_R);
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.first().first().toString().startsWith(u"Replayed: 200"_s));
    QVERIFY(told.first().first().toString().contains(u"capture was off"_s));
    QTest::keyClick(table(), Qt::Key_G);
    QTRY_COMPARE(rows(), 2);
    QCOMPARE(cell(0, RequestsColumn::Path), u"/demo/echo?x=1"_s);
}

void RequestsPageTest::captureShowsHeadersAndBodies()
{
    QCOMPARE(m_on->send("GET", "/demo/echo"), 200);
    QTRY_COMPARE(rows(), 1);
    openFirst();
    auto *tabs = m_on->find<QTabWidget>("detailTabs");
    tabs->setCurrentIndex(1);
    auto *capture = tabs->currentWidget()->findChild<QPushButton *>(u"captureFromNowOn"_s);
    QVERIFY(capture && capture->isVisible());
    capture->click();
    QTRY_VERIFY(m_on->session->settings().value("capture"_L1).toBool());
    QVERIFY(!capture->isVisible());
    QTest::keyClick(table(), Qt::Key_Escape);
    QTest::keyClick(table(), Qt::Key_Escape);
    QCOMPARE(m_on->send("POST", "/demo/echo", "{\"b\": 1, \"a\": 2}", {{"Content-Type", "application/json"}}), 200);
    QTRY_COMPARE(rows(), 2);
    openFirst();
    QTRY_VERIFY(m_on->find<QTableView>("requestHeaders")->model()->rowCount() > 0);
    QVERIFY(m_on->find<QTableView>("responseHeaders")->model()->rowCount() > 0);
    auto *json = m_on->find<QWidget>("requestBody")->findChild<QTreeView *>();
    QCOMPARE(json->model()->rowCount(), 2);
    QCOMPARE(json->model()->index(0, 0).data().toString(), u"b"_s);
}

void RequestsPageTest::struckOutTokenIsAskedForBeforeAReplay()
{
    startCapture();
    QCOMPARE(m_on->send("GET", "/demo/echo", {}, {{"Authorization", "Bearer very-secret"}}), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    trigger("replay");
    QTRY_VERIFY(m_on->page.findChild<QDialog *>(u"replayDialog"_s));
    QVERIFY(m_on->find<QLineEdit>("replayToken")->isVisible());
    QVERIFY(m_on->find<QLabel>("replayMissing")->text().contains("uthorization"_L1));
    QTest::keyClicks(m_on->find<QLineEdit>("replayToken"), u"another"_s);
    m_on->find<QPushButton>("replaySend")->click();
    QTRY_VERIFY(m_on->find<QLabel>("replayAnswer")->text().startsWith("200"_L1));
}

void RequestsPageTest::editedReplayShowsItsAnswer()
{
    QCOMPARE(m_on->send("POST", "/demo/echo", "{}", {{"Content-Type", "application/json"}}), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    trigger("editAndReplay");
    QTRY_VERIFY(m_on->page.findChild<QDialog *>(u"replayDialog"_s));
    auto *body = m_on->find<QPlainTextEdit>("replayBody");
    body->setPlainText(u"{\"a\": }"_s);
    QVERIFY(m_on->find<QLabel>("replayBodyState")->text().contains("line 1"_L1));
    body->setPlainText(u"{\"a\": 1}"_s);
    QVERIFY(m_on->find<QLabel>("replayBodyState")->text().isEmpty());
    m_on->find<QComboBox>("replayMethod")->setCurrentText(u"GET"_s);
    m_on->find<QLineEdit>("replayPath")->setText(u"/demo/fail?status=503"_s);
    m_on->find<QPushButton>("replaySend")->click();
    QTRY_VERIFY(m_on->find<QLabel>("replayAnswer")->text().startsWith("503"_L1));
}

void RequestsPageTest::pinnedRequestStaysWhenTheFilterHidesIt()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    clickRow(0);
    QTest::keyClick(table(), Qt::Key_P);
    auto *pinned = m_on->find<QTableView>("pinnedTable");
    QTRY_VERIFY(pinned->isVisible());
    filter()->setFilterText(u"status:5xx"_s);
    QTRY_COMPARE(rows(), 0);
    QCOMPARE(pinned->model()->rowCount(), 1);
    QTest::mouseClick(pinned->viewport(), Qt::LeftButton, {},
                      pinned->visualRect(pinned->model()->index(0, 2)).center());
    QTRY_COMPARE(m_on->find<QLabel>("detailPath")->text(), u"/health"_s);
    trigger("pin");
    QVERIFY(!pinned->isVisible());
}

void RequestsPageTest::linksOfTheDetailLeadOn()
{
    QCOMPARE(m_on->send("GET", "/demo/echo"), 200);
    QTRY_COMPARE(rows(), 1);
    openFirst();
    QSignalSpy link(&m_on->page, &Page::openLink);
    auto *links = m_on->find<QLabel>("detailLinks");
    emit links->linkActivated(u"route"_s);
    QCOMPARE(link.size(), 1);
    QCOMPARE(link.first().at(0).toString(), u"routes"_s);
    QCOMPARE(link.first().at(1).toString(), u"GET /demo/echo"_s);
    emit links->linkActivated(u"trace"_s);
    QVERIFY(filter()->text().startsWith("trace:"_L1));
    QTRY_COMPARE(rows(), 1);
}

void RequestsPageTest::opensOneById()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QCOMPARE(m_on->send("GET", "/demo/echo", {}, {{"x-request-id", "the-one"}}), 200);
    QTRY_COMPARE(rows(), 2);
    m_on->page.open(u"id:the-one"_s);
    QTRY_COMPARE(m_on->find<QLabel>("detailPath")->text(), u"/demo/echo"_s);
    QCOMPARE(rows(), 1);
}

void RequestsPageTest::keepsItsRowsWhenTheServerIsGone()
{
    QCOMPARE(m_on->send("GET", "/health"), 200);
    QTRY_COMPARE(rows(), 1);
    QSignalSpy stopped(&m_on->server, &Server::stopped);
    m_on->server.stop();
    QVERIFY(stopped.wait());
    QTRY_COMPARE(m_on->session->feed().state(), LinkState::Lost);
    QCOMPARE(rows(), 1);
    openFirst();
    QTRY_VERIFY(!m_on->find<QLabel>("detailState")->text().isEmpty());
}

void RequestsPageTest::namesItsKeys()
{
    QStringList keys;
    for (const Shortcut &shortcut : m_on->page.shortcuts())
        keys.append(shortcut.keys);
    for (const QString &key : {u"J"_s, u"Enter"_s, u"Space"_s, u"R"_s, u"Ctrl+S"_s})
        QVERIFY2(keys.contains(key), qPrintable(key));
}

void RequestsPageTest::hiddenPageCountsSlowRequests()
{
    m_on->page.setActive(false);
    QSignalSpy badge(&m_on->page, &Page::badgeChanged);
    QCOMPARE(m_on->send("GET", "/demo/slow?ms=80"), 200);
    QTRY_VERIFY(!badge.isEmpty() && badge.last().first().toInt() == 1);
    QCOMPARE(rows(), 0);
    m_on->page.setActive(true);
    QCOMPARE(badge.last().first().toInt(), 0);
    QTRY_COMPARE(rows(), 1);
}

QTEST_MAIN(RequestsPageTest)
#include "requests_page_test.moc"
