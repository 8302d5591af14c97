// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remembered_servers.h"
#include "client/sample_traffic.h"
#include "embedded_server.h"
#include "noting_page.h"
#include "pages.h"
#include "pages/settings_page.h"
#include "shell/main_window.h"
#include "shell/server_menu.h"
#include "widgets/charts/stat_card.h"
#include "widgets/first_steps.h"
#include "widgets/theme.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QListView>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using State = ServerControl::State;

namespace {

constexpr int Patience = 15'000;
const QByteArray Token = "a-token-of-the-test";

} // namespace

// The window on a server that really runs, in this process and beside it.
class ShellServerTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"signalbox.ini"_s), QSettings::IniFormat);
    }

    void cleanup()
    {
        m_window.reset();
        m_control.reset();
        m_other.reset();
        m_settings.reset();
    }

    void itsStateAndUrlAreInTheTopBar()
    {
        openLocal();
        QCOMPARE(text(u"serverState"_s), u"Listening on"_s);
        QCOMPARE(text(u"serverUrl"_s), m_control->endpoint().url.toString());
        QTest::mouseClick(child<QToolButton>(u"copyUrlButton"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), m_control->endpoint().url.toString());
    }

    void stopAndStartAreInTheServerMenu()
    {
        openLocal();
        const QUrl url = m_control->endpoint().url;
        trigger(u"server.stop"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Stopped, Patience);
        QCOMPARE(text(u"serverState"_s), u"Stopped"_s);
        Session *before = m_window->session();
        trigger(u"server.start"_s);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QCOMPARE(m_control->endpoint().url, url);
        QCOMPARE(m_window->session(), before); // and with it what the pages show
    }

    void whoeverHasThePortAfterAStopGetsNoToken()
    {
        openLocal();
        const quint16 port = m_control->port();
        m_control->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Stopped, Patience);
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost, port));
        QString error;
        m_window->session()->client().get(u"/admin/info"_s, {}, this,
                                          [&](const auto &answer) { error = answer.error; });
        QTRY_VERIFY_WITH_TIMEOUT(error.contains(u"stopped"_s), Patience);
        QVERIFY(!other.hasPendingConnections());
        QCOMPARE(linkState(), LinkState::Closed);
    }

    void aStoppedServerIsStartedFromTheNotice()
    {
        openLocal();
        m_control->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Stopped, Patience);
        QVERIFY(child<QWidget>(u"serverNotice"_s)->isVisible());
        QTest::mouseClick(child<QPushButton>(u"notice.start"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QVERIFY(!child<QWidget>(u"serverNotice"_s)->isVisible());
    }

    void restartComesBackByItself()
    {
        openLocal();
        QSignalSpy states(m_control.get(), &ServerControl::stateChanged);
        trigger(u"server.restart"_s);
        QTRY_VERIFY_WITH_TIMEOUT(states.count() >= 4 && m_control->state() == State::Listening, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
    }

    void aTakenPortOffersAnother()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        openWindow(holder.serverPort());
        m_control->start();
        auto *notice = child<QWidget>(u"serverNotice"_s);
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), Patience);
        QVERIFY(text(u"serverNotice.text"_s).contains(QString::number(holder.serverPort())));
        QCOMPARE(text(u"serverState"_s), u"Could not start"_s);
        QTest::mouseClick(child<QPushButton>(u"notice.anyPort"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QVERIFY(!notice->isVisible());
        QVERIFY(m_control->port() != holder.serverPort());
    }

    void staysUsableWhileTheDatabaseIsOpened()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Server::Settings settings = serverSettings(u"local"_s, 0);
        settings.database.url = u"postgresql://127.0.0.1:%1/x?sslmode=disable"_s.arg(silent.serverPort());
        m_control = std::make_unique<app::EmbeddedServer>(settings);
        show(m_control.get());
        m_control->start();
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), Patience);
        QCOMPARE(text(u"serverState"_s), u"Starting: opening the database…"_s);
        m_window->go(u"settings"_s);
        silent.nextPendingConnection()->abort();
        silent.close();
        QTRY_COMPARE_WITH_TIMEOUT(text(u"serverState"_s), u"Could not start"_s, Patience);
        QVERIFY(text(u"serverNotice.text"_s).contains(u"127.0.0.1"_s));
    }

    void theStatusBarShowsTheServersFigures()
    {
        openLocal();
        QNetworkAccessManager network;
        for (int at = 0; at < 20; ++at)
            get(network, u"/health"_s);
        QTRY_VERIFY_WITH_TIMEOUT(
            !text(u"status.rate"_s).startsWith(u"0 "_s) && !text(u"status.rate"_s).startsWith(u"–"_s), Patience);
        QVERIFY(text(u"status.errors"_s).endsWith(u"errors"_s));
    }

    void aSettingIsChangedOnTheServer()
    {
        openLocal();
        m_window->go(u"settings"_s);
        auto *slow = child<QSpinBox>(u"settings.slowMs"_s);
        QTRY_VERIFY_WITH_TIMEOUT(slow->isEnabled(), Patience);
        QCOMPARE(slow->value(), 500);
        slow->setValue(250);
        QTRY_COMPARE_WITH_TIMEOUT(m_window->session()->settings().value("slowMs"_L1).toInteger(), 250, Patience);
        auto *demo = child<QCheckBox>(u"settings.demo"_s);
        demo->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_window->session()->settings().value("demo"_L1).toBool(), Patience);
        QVERIFY(!child<QLabel>(u"settings.problem"_s)->isVisible());
    }

    void firstStepsSendSampleTraffic()
    {
        openLocal();
        FirstSteps steps(m_theme);
        steps.setSession(m_window->session());
        QTest::mouseClick(steps.findChild<QToolButton *>(u"firstSteps.copy"_s), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 "curl -i "_L1 + m_control->endpoint().url.toString() + "/health"_L1);
        auto *button = steps.findChild<QPushButton *>(u"firstSteps.sample"_s);
        button->click();
        SampleTraffic &traffic = m_window->session()->sampleTraffic();
        QVERIFY(traffic.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(traffic.answered() > 10, Patience);
        QVERIFY(m_window->session()->settings().value("demo"_L1).toBool()); // the routes it needs
        QTRY_VERIFY_WITH_TIMEOUT(figuresCame(), Patience);
        button->click();
        QVERIFY(!traffic.isRunning());
        QCOMPARE(button->text(), u"Send sample traffic"_s);
    }

    void thePaletteKnowsTheRoutesSeen()
    {
        openLocal();
        QNetworkAccessManager network;
        get(network, u"/health"_s);
        QTRY_VERIFY_WITH_TIMEOUT(figuresCame(), Patience);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(paletteHas(u"GET /health"_s), Patience);
    }

    void closingFinishesTheRequestsInFlightFirst()
    {
        openLocal();
        QNetworkAccessManager network;
        QNetworkReply *slow = begin(network, u"/demo/slow?ms=1500"_s);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        QVERIFY(!m_window->close());
        QVERIFY(child<QWidget>(u"closingPane"_s)->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(text(u"closingPane.text"_s).startsWith(u"1 request left"_s), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Lost, Patience);
        QVERIFY(!child<QWidget>(u"serverNotice"_s)->isVisible()); // to stop a server is not to lose it
        QVERIFY(m_window->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, Patience);
        QTRY_VERIFY_WITH_TIMEOUT(slow->isFinished(), Patience);
        QCOMPARE(slow->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QCOMPARE(m_control->state(), State::Stopped);
        QVERIFY(!m_window->isVisible());
    }

    void closingMayDropWhatIsLeft()
    {
        openLocal();
        QNetworkAccessManager network;
        QNetworkReply *slow = begin(network, u"/demo/slow?ms=9000"_s);
        QSignalSpy stopped(m_control.get(), &ServerControl::stopped);
        QSignalSpy closed(m_window.get(), &MainWindow::closed);
        m_window->close();
        QTRY_VERIFY_WITH_TIMEOUT(text(u"closingPane.text"_s).startsWith(u"1 request left"_s), Patience);
        emit m_control->draining(0);
        QVERIFY(text(u"closingPane.text"_s).contains(u"jobs that still run"_s));
        QTest::mouseClick(child<QPushButton>(u"closingPane.drop"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(closed.count(), 1, 5000);
        QTRY_VERIFY_WITH_TIMEOUT(slow->isFinished(), Patience);
        QTRY_COMPARE(stopped.count(), 1);
        QCOMPARE(stopped.first().first().toStringList().size(), 1);
    }

    void attachingAsksForTheTokenAndAgainWhenItIsWrong()
    {
        const QUrl url = startOther();
        openAttached();
        m_window->attach({url, {}, u"staging"_s, RememberedServers::colors().at(2), false});
        auto *dialog = child<QDialog>(u"attachDialog"_s);
        QVERIFY(dialog->isVisible());
        enterToken(u"wrong"_s);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Refused, Patience);
        QCOMPARE(text(u"serverState"_s), u"Token refused"_s);
        QTRY_VERIFY(m_window->findChild<QLabel *>(u"attachDialog.problem"_s));
        QVERIFY(text(u"attachDialog.problem"_s).contains(u"admin-token"_s));
        enterToken(QString::fromLatin1(Token));
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QCOMPARE(text(u"serverState"_s), u"Connected to"_s);
        QCOMPARE(child<QPushButton>(u"serverButton"_s)->text(), u"staging"_s);
        const QList<Endpoint> remembered = RememberedServers(*m_settings).servers();
        QCOMPARE(remembered.size(), 1);
        QCOMPARE(remembered.first().color, RememberedServers::colors().at(2));
        QVERIFY(remembered.first().token.isEmpty()); // nobody asked to keep it
    }

    void aServerThatWasNeverReachedIsNotCalledLost()
    {
        const QUrl url = startOther();
        m_other->stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_other->state(), State::Stopped, Patience);
        openAttached();
        m_window->attach({url, Token, u"staging"_s, RememberedServers::colors().at(0), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Unreached, Patience);
        QCOMPARE(text(u"serverState"_s), u"Cannot reach"_s);
        QCOMPARE(text(u"serverUrl"_s), url.toString());
        const QString says = text(u"serverNotice.text"_s);
        QVERIFY2(says.startsWith(u"Cannot reach %1: Nothing listens on"_s.arg(url.toString())), qPrintable(says));
        QVERIFY2(!says.contains(u"lost"_s) && !says.contains(u"still shown"_s), qPrintable(says));
        m_other->start();
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience); // by itself
        QVERIFY(!child<QWidget>(u"serverNotice"_s)->isVisible());
    }

    void theAddressOfAServerThatWasNeverReachedCanBeChanged()
    {
        const QUrl url = startOther();
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        QUrl nowhere = url;
        nowhere.setPort(holder.serverPort());
        holder.close();
        openAttached();
        m_window->attach({nowhere, Token, u"staging"_s, RememberedServers::colors().at(0), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Unreached, Patience);
        QTest::mouseClick(child<QPushButton>(u"notice.changeAddress"_s), Qt::LeftButton);
        QVERIFY(text(u"attachDialog.problem"_s).contains(u"Nothing listens on"_s));
        child<QLineEdit>(u"attachDialog.url"_s)->setText(url.toString());
        enterToken(QString::fromLatin1(Token));
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
    }

    void aRememberedTokenIsNotAskedFor()
    {
        const QUrl url = startOther();
        RememberedServers(*m_settings)
            .remember({url, Token, u"staging"_s, RememberedServers::colors().at(3), false}, true);
        openAttached();
        m_window->attach({QUrl(url.toString() + '/'_L1), {}, url.host(), {}, false}); // as the command line has it
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QCOMPARE(m_window->session()->endpoint().color, RememberedServers::colors().at(3));
        QCOMPARE(child<QPushButton>(u"serverButton"_s)->text(), u"staging"_s);
    }

    void aLostConnectionSaysSoAndComesBack()
    {
        const QUrl url = startOther();
        openAttached();
        m_window->attach({url, Token, u"staging"_s, RememberedServers::colors().at(0), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        Session *session = m_window->session();
        m_other->stop();
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Lost, Patience);
        QVERIFY(text(u"serverState"_s).startsWith(u"Connection lost since "_s));
        QVERIFY(text(u"serverNotice.text"_s).contains(session->feed().since().toString(u"HH:mm:ss"_s)));
        QTRY_COMPARE_WITH_TIMEOUT(m_other->state(), State::Stopped, Patience);
        m_other->start();
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QCOMPARE(m_window->session(), session);
        QVERIFY(!child<QWidget>(u"serverNotice"_s)->isVisible());
        QSignalSpy stats(&session->feed(), &FeedClient::statsArrived);
        QTRY_VERIFY_WITH_TIMEOUT(!stats.isEmpty(), Patience); // subscribed anew
    }

    void nothingOfOneServerIsShownUnderTheNameOfAnother()
    {
        const QUrl url = startOther();
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QUrl nowhere(u"http://127.0.0.1:%1"_s.arg(holder.serverPort()));
        holder.close();
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        app::addPages(*m_window, m_theme, *m_settings);
        m_window->show();
        m_window->attach({url, Token, u"staging"_s, RememberedServers::colors().at(0), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QNetworkAccessManager network;
        network.get(QNetworkRequest(QUrl(url.toString() + "/health"_L1)));
        const QList<std::pair<QString, QString>> tables{{u"requests"_s, u"requestsTable"_s},
                                                        {u"routes"_s, u"routesTable"_s}};
        for (const auto &[page, table] : tables) {
            m_window->go(page);
            QTRY_VERIFY_WITH_TIMEOUT(child<QTableView>(table)->model()->rowCount() > 0, Patience);
        }
        m_window->go(u"overview"_s);
        auto *card = child<StatCard>(u"overviewCardRate"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!card->content().figure.isEmpty(), Patience);

        m_window->attach({nowhere, Token, u"nowhere"_s, RememberedServers::colors().at(1), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Unreached, Patience);
        QVERIFY(card->content().figure.isEmpty());
        for (const auto &[page, table] : tables) {
            m_window->go(page);
            QCOMPARE(child<QTableView>(table)->model()->rowCount(), 0);
            const auto *title = m_window->currentPage()->findChild<QLabel *>(u"emptyStateTitle"_s);
            QTRY_COMPARE(title->text(), u"Not connected"_s);
        }
    }

    void aLostConnectionIsSaidOnce()
    {
        const QUrl url = startOther();
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, nullptr);
        app::addPages(*m_window, m_theme, *m_settings);
        m_window->show();
        m_window->attach({url, Token, u"staging"_s, RememberedServers::colors().at(0), false});
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        m_other->stop();
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Lost, Patience);
        QSignalSpy retries(&m_window->session()->feed(), &FeedClient::retryScheduled);
        for (const QString &page : {u"overview"_s, u"requests"_s, u"routes"_s}) {
            m_window->go(page);
            QTRY_VERIFY_WITH_TIMEOUT(retries.size() > 1, Patience); // meanwhile the page asked for its figures too
            retries.clear();
            QVERIFY(child<QWidget>(u"serverNotice"_s)->isVisible());
            for (const QLabel *text : m_window->currentPage()->findChildren<QLabel *>(u"noticeText"_s))
                QVERIFY2(!text->isVisible(), qPrintable(page + u": "_s + text->text()));
        }
    }

    void oneWindowSwitchesBetweenServers()
    {
        const QUrl url = startOther();
        openLocal();
        RememberedServers(*m_settings)
            .remember({url, Token, u"staging"_s, RememberedServers::colors().at(1), false}, true);
        menuAction(u"staging"_s)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(text(u"serverUrl"_s), url.toString(), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
        QCOMPARE(m_page->session, m_window->session());
        trigger(u"server.local"_s);
        QCOMPARE(text(u"serverUrl"_s), m_control->endpoint().url.toString());
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
    }

private:
    Server::Settings serverSettings(const QString &folder, quint16 port) const
    {
        Server::Settings settings;
        settings.port = port;
        settings.threads = 1;
        settings.demo = folder == "local"_L1;
        settings.adminToken = Token;
        settings.dataDirectory = m_folder->filePath(folder);
        QDir().mkpath(settings.dataDirectory);
        settings.telemetry.logFile = m_folder->filePath(folder + ".log"_L1);
        return settings;
    }

    void openWindow(quint16 port)
    {
        Server::Settings settings = serverSettings(u"local"_s, port);
        settings.demo = true;
        m_control = std::make_unique<app::EmbeddedServer>(settings);
        show(m_control.get());
    }

    void openLocal()
    {
        Server::Settings settings = serverSettings(u"local"_s, 0);
        m_control = std::make_unique<app::EmbeddedServer>(settings);
        m_control->start();
        QTRY_COMPARE_WITH_TIMEOUT(m_control->state(), State::Listening, Patience);
        show(m_control.get());
        QTRY_COMPARE_WITH_TIMEOUT(linkState(), LinkState::Connected, Patience);
    }

    void openAttached() { show(nullptr); }

    void show(ServerControl *control)
    {
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, control);
        m_page = new NotingPage(u"overview"_s);
        m_window->addPage(m_page);
        m_window->addPage(new SettingsPage(m_theme));
        m_window->ready();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    QUrl startOther()
    {
        m_other = std::make_unique<app::EmbeddedServer>(serverSettings(u"other"_s, 0));
        m_other->start();
        const bool isListening = QTest::qWaitFor([this] { return m_other->state() == State::Listening; }, Patience);
        return isListening ? m_other->endpoint().url : QUrl();
    }

    QNetworkReply *get(QNetworkAccessManager &network, const QString &pathAndQuery)
    {
        QUrl url(m_control->endpoint().url.toString() + pathAndQuery);
        return network.get(QNetworkRequest(url));
    }

    // Returns when the server has the request.
    QNetworkReply *begin(QNetworkAccessManager &network, const QString &pathAndQuery)
    {
        QNetworkReply *reply = get(network, pathAndQuery);
        const auto active = [this] { return text(u"status.active"_s) == u"1 in flight"_s; };
        [&] { QTRY_VERIFY_WITH_TIMEOUT(active(), Patience); }();
        return reply;
    }

    void enterToken(const QString &token)
    {
        const QPointer<QDialog> dialog = child<QDialog>(u"attachDialog"_s);
        child<QLineEdit>(u"attachDialog.token"_s)->setText(token);
        QTest::mouseClick(child<QPushButton>(u"attachDialog.ok"_s), Qt::LeftButton);
        QTRY_VERIFY(!dialog); // another may ask again already
    }

    QAction *menuAction(const QString &textOrName) const
    {
        auto *menu = child<ServerMenu>(u"serverMenu"_s);
        emit menu->aboutToShow();
        for (QAction *action : menu->actions())
            if (action->objectName() == textOrName || action->text() == textOrName)
                return action;
        qFatal("Nothing in the menu is called %s", qPrintable(textOrName));
    }

    void trigger(const QString &name) const { menuAction(name)->trigger(); }

    bool paletteHas(const QString &title) const
    {
        const auto *model = child<QListView>(u"commandPalette.list"_s)->model();
        return !model->match(model->index(0, 0), Qt::DisplayRole, title, 1, Qt::MatchExactly).isEmpty();
    }

    bool figuresCame() const
    {
        const QString rate = text(u"status.rate"_s);
        return !rate.startsWith('0'_L1) && !rate.startsWith(u"–"_s);
    }

    LinkState linkState() const
    {
        return m_window->session() ? m_window->session()->feed().state() : LinkState::Closed;
    }

    QString text(const QString &name) const { return child<QLabel>(name)->text(); }

    template <typename Widget> Widget *child(const QString &name) const
    {
        auto *found = m_window->findChild<Widget *>(name);
        if (!found)
            qFatal("No widget is called %s", qPrintable(name));
        return found;
    }

    Theme m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<app::EmbeddedServer> m_control;
    std::unique_ptr<app::EmbeddedServer> m_other;
    std::unique_ptr<MainWindow> m_window;
    NotingPage *m_page = nullptr;
};

QTEST_MAIN(ShellServerTest)
#include "shell_server_test.moc"
