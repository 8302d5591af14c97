// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/password_login.h"
#include "client/session.h"
#include "pages/requests/requests_source.h"
#include "shell/main_window.h"
#include "shell/session_keeper.h"
#include "support/account_client.h"
#include "widgets/theme.h"

#include <QDialog>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace signalbox;
using namespace signalbox::test;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 15'000;

// What a feed went through, in order.
class Course {
public:
    explicit Course(FeedClient &feed)
    {
        QObject::connect(&feed, &FeedClient::stateChanged, &m_context, [this](LinkState state) { m_states << state; });
    }
    bool had(LinkState state) const { return m_states.contains(state); }

private:
    QObject m_context;
    QList<LinkState> m_states;
};

} // namespace

// The window's sign-in on a server that really runs, when its access token ends before its time.
class ClientRenewalTest : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
        m_server = std::make_unique<TestServer>(&withAccounts);
        QVERIFY(m_server->start());
        m_client = std::make_unique<AccountClient>(*m_server);
        m_ada = AccountClient::text(m_client->registerUser("ada"), "user.id");
        setRole(u"admin"_s);
        signIn();
    }

    void cleanup()
    {
        m_session.reset();
        m_client.reset();
        m_server.reset();
        m_settings.reset();
    }

    void anEndedTokenIsReplacedWithoutAnOutage()
    {
        watch();
        Course course(m_session->feed());
        const QByteArray first = m_session->endpoint().token;
        endToken();
        QTRY_VERIFY_WITH_TIMEOUT(course.had(LinkState::Renewing), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QVERIFY(m_session->endpoint().token != first);
        QVERIFY(!course.had(LinkState::Lost));
        QVERIFY(!course.had(LinkState::Refused));
        QSignalSpy stats(&m_session->feed(), &FeedClient::statsArrived);
        QVERIFY(stats.wait(Patience)); // it is subscribed anew
    }

    void noRequestIsMissedMeanwhile()
    {
        watch();
        RequestsSource source;
        QSet<QByteArray> seen;
        connect(&source, &RequestsSource::arrived, this, [&](const QList<RequestRecord> &records, qint64) {
            for (const RequestRecord &record : records)
                if (record.path == "/health")
                    seen.insert(record.id);
        });
        source.setSession(m_session.get());
        source.setActive(true);
        QTRY_COMPARE_WITH_TIMEOUT(source.state(), RequestsSource::State::Ready, Patience);
        Course course(m_session->feed());
        endToken();
        int sent = 0;
        while (!course.had(LinkState::Connected) && sent < 500) {
            QCOMPARE(m_server->get("/health").status, 200);
            ++sent;
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), sent, Patience);
    }

    void aNewTokenTakesOverFromTheOldWithNothingLostBetween()
    {
        FeedClient feed(m_signedIn);
        feed.subscribeRequests(u"path:/health"_s, 1000);
        QSet<QByteArray> seen;
        connect(&feed, &FeedClient::requestsArrived, this, [&](const QList<RequestRecord> &records, qint64) {
            for (const RequestRecord &record : records)
                seen.insert(record.id);
        });
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
        Course course(feed);
        feed.setToken(AccountClient::text(m_client->logIn("ada@example.com"), "token"));
        int sent = 0;
        const auto send = [&] {
            QCOMPARE(m_server->get("/health").status, 200);
            ++sent;
        };
        for (int turn = 0; turn < 200; ++turn) {
            send();
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), sent, Patience);
        QVERIFY(!course.had(LinkState::Lost));
    }

    void aTokenThatEndedWhileNobodyWasConnectedIsRenewed()
    {
        watch();
        m_session->close();
        endToken();
        Course course(m_session->feed());
        m_session->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QVERIFY(!course.had(LinkState::Lost));
    }

    void aTokenThatDoesNotComeIsAnOutageThatIsTriedAgain()
    {
        Endpoint wrong = m_signedIn;
        wrong.token = "ended";
        FeedClient feed(wrong);
        feed.setRenews(true);
        QSignalSpy wanted(&feed, &FeedClient::tokenWanted);
        feed.open();
        QTRY_COMPARE_WITH_TIMEOUT(wanted.count(), 1, Patience);
        feed.tokenDidNotCome(u"No answer."_s);
        QCOMPARE(feed.state(), LinkState::Lost);
        QCOMPARE(feed.reason(), u"No answer."_s);
        QTRY_COMPARE_WITH_TIMEOUT(wanted.count(), 2, Patience);
        feed.setToken(m_signedIn.token);
        QTRY_COMPARE_WITH_TIMEOUT(feed.state(), LinkState::Connected, Patience);
    }

    void aNewTokenThatIsRefusedTooIsTheEnd()
    {
        watch();
        setRole(u"editor"_s); // the next token is no admin's
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Refused, Patience);
        QVERIFY(m_session->feed().reason().contains(u"admin"_s));
    }

    void aSignInThatWasEndedAsksToSignInAgain()
    {
        Theme theme;
        MainWindow window(theme, *m_settings, nullptr);
        window.show();
        window.attach(m_signedIn);
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->feed().state(), LinkState::Connected, Patience);
        Course course(window.session()->feed());
        QCOMPARE(m_server->admin("DELETE", "/admin/users/" + m_ada + "/sessions").status, 204);
        const auto dialog = [&] { return window.findChild<QDialog *>(u"attachDialog"_s); };
        QTRY_VERIFY_WITH_TIMEOUT(dialog() && dialog()->isVisible(), Patience);
        QVERIFY(!course.had(LinkState::Lost));
        QCOMPARE(dialog()->findChild<QLineEdit *>(u"attachDialog.email"_s)->text(), u"ada@example.com"_s);
        QVERIFY(dialog()->findChild<QLineEdit *>(u"attachDialog.token"_s)->text().isEmpty());
        QVERIFY(dialog()->findChild<QLabel *>(u"attachDialog.problem"_s)->text().contains(u"Sign in again"_s));
        QCOMPARE(window.findChild<QPushButton *>(u"notice.enterToken"_s)->text(), u"Sign in…"_s);
        QTest::keyClicks(dialog()->findChild<QLineEdit *>(u"attachDialog.password"_s),
                         QString::fromLatin1(accountPassword));
        QTest::mouseClick(dialog()->findChild<QPushButton *>(u"attachDialog.ok"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->feed().state(), LinkState::Connected, Patience);
    }

    void attachingElsewhereEndsTheSignIn()
    {
        SessionKeeper keeper(nullptr, m_range);
        keeper.attach(m_signedIn);
        QTRY_COMPARE_WITH_TIMEOUT(keeper.session()->feed().state(), LinkState::Connected, Patience);
        const qsizetype before = sessions();
        keeper.attach(Endpoint{m_server->url(), TestServer::token(), u"staging"_s, {}, false});
        QTRY_COMPARE_WITH_TIMEOUT(sessions(), before - 1, Patience);
        QTRY_COMPARE_WITH_TIMEOUT(keeper.session()->feed().state(), LinkState::Connected, Patience);
    }

    void closingTheWindowEndsTheSignIn()
    {
        Theme theme;
        MainWindow window(theme, *m_settings, nullptr);
        window.show();
        window.attach(m_signedIn);
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->feed().state(), LinkState::Connected, Patience);
        const qsizetype before = sessions();
        QSignalSpy closed(&window, &MainWindow::closed);
        window.close();
        QVERIFY(!window.isVisible());
        QVERIFY(closed.count() == 1 || closed.wait(Patience));
        QCOMPARE(sessions(), before - 1);
    }

    void aServerThatIsGoneHoldsUpNoClosing()
    {
        Theme theme;
        MainWindow window(theme, *m_settings, nullptr);
        window.show();
        window.attach(m_signedIn);
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->feed().state(), LinkState::Connected, Patience);
        QVERIFY(m_server->stop());
        QSignalSpy closed(&window, &MainWindow::closed);
        window.close();
        QVERIFY(closed.count() == 1 || closed.wait(Patience));
    }

private:
    void setRole(const QString &role) const
    {
        const QJsonObject change{{u"role"_s, role}};
        QCOMPARE(m_client->call("PATCH", "/admin/users/" + m_ada, TestServer::token(), change).status, 200);
    }

    // A changed role ends the tokens that were made with the other, and leaves the sign-in.
    void endToken() const
    {
        setRole(u"editor"_s);
        setRole(u"admin"_s);
    }

    void signIn()
    {
        PasswordLogin login;
        QSignalSpy signedIn(&login, &PasswordLogin::signedIn);
        Endpoint to;
        to.url = m_server->url();
        to.name = u"staging"_s;
        login.start(to, u"ada@example.com"_s, QString::fromLatin1(accountPassword));
        QVERIFY(signedIn.wait(Patience));
        m_signedIn = signedIn.first().at(0).value<Endpoint>();
    }

    void watch()
    {
        m_session = std::make_unique<Session>(m_signedIn, m_range);
        m_session->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
    }

    qsizetype sessions() const
    {
        return m_server->admin("/admin/users/" + m_ada + "/sessions").json().value("items"_L1).toArray().size();
    }

    TimeRange m_range;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<AccountClient> m_client;
    QByteArray m_ada; // an admin beside the first one: her id
    Endpoint m_signedIn; // as her
    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(ClientRenewalTest)
#include "client_renewal_test.moc"
