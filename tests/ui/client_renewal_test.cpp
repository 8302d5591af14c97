// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/access_tokens.h"
#include "client/password_login.h"
#include "client/session.h"
#include "pages/requests/requests_source.h"
#include "shell/main_window.h"
#include "shell/session_keeper.h"
#include "support/account_client.h"
#include "widgets/theme.h"

#include <QDeadlineTimer>
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
constexpr std::chrono::seconds Leeway{30}; // that the server gives to a token that has ended
const QByteArray JwtSecret(40, 's');

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
        m_server = std::make_unique<TestServer>([](Server::Settings &settings) {
            withAccounts(settings);
            settings.accounts.jwtSecrets = {JwtSecret};
        });
        QVERIFY(m_server->start());
        m_client = std::make_unique<AccountClient>(*m_server);
        m_ada = AccountClient::text(m_client->registerUser("ada"), "user.id");
        setRole(u"admin"_s);
        signIn("ada@example.com");
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
        signIn(accountAdminEmail);
        m_signedIn.token = tokenThatEndsIn(std::chrono::seconds(5));
        watch();
        Course course(m_session->feed());
        const QByteArray first = m_session->endpoint().token;
        QTRY_VERIFY_WITH_TIMEOUT(course.had(LinkState::Renewing), Patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QVERIFY(m_session->endpoint().token != first);
        QVERIFY(!course.had(LinkState::Lost));
        QVERIFY(!course.had(LinkState::Refused));
        QSignalSpy stats(&m_session->feed(), &FeedClient::statsArrived);
        QVERIFY(!stats.isEmpty() || stats.wait(Patience)); // it is subscribed anew
    }

    void noRequestIsMissedMeanwhile()
    {
        signIn(accountAdminEmail);
        m_signedIn.token = tokenThatEndsIn(std::chrono::seconds(5));
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
        int sent = 0;
        const QDeadlineTimer patience(Patience);
        while (!course.had(LinkState::Connected) && !patience.hasExpired()) {
            QCOMPARE(m_server->get("/health").status, 200);
            ++sent;
            QTest::qWait(20); // below the rate that the list is told of
        }
        QVERIFY(course.had(LinkState::Renewing));
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

    void aTokenThatEndedWhileTheMachineSleptIsReplaced()
    {
        signIn(accountAdminEmail);
        m_signedIn.token = tokenThatEndsIn(-std::chrono::seconds(60));
        m_session = std::make_unique<Session>(m_signedIn, m_range);
        Course course(m_session->feed());
        m_session->open();
        QTRY_COMPARE_WITH_TIMEOUT(m_session->feed().state(), LinkState::Connected, Patience);
        QVERIFY(course.had(LinkState::Renewing));
        QVERIFY(!course.had(LinkState::Lost) && !course.had(LinkState::Unreached));
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
        QCOMPARE(feed.state(), LinkState::Unreached); // it never was connected
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

    // Of the first admin, none of whose tokens was ended; the server takes it no more when this time has passed.
    QByteArray tokenThatEndsIn(std::chrono::seconds time) const
    {
        constexpr std::chrono::seconds Life{60};
        const qint64 endsAt = QDateTime::currentMSecsSinceEpoch() + std::chrono::milliseconds(time - Leeway).count();
        const auth::AccessTokens tokens(auth::JwtSecrets::load({}, {JwtSecret}), std::chrono::minutes(15));
        const QJsonObject found = m_server->admin("/admin/users?q=" + accountAdminEmail).json();
        const QByteArray root = found.value("items"_L1).toArray().at(0).toObject().value("id"_L1).toString().toLatin1();
        return tokens.sign({root, http::Role::Admin, {}, {}, {}}, endsAt - std::chrono::milliseconds(Life).count(),
                           Life);
    }

    void signIn(const QByteArray &email)
    {
        PasswordLogin login;
        QSignalSpy signedIn(&login, &PasswordLogin::signedIn);
        Endpoint to;
        to.url = m_server->url();
        to.name = u"staging"_s;
        login.start(to, QString::fromLatin1(email), QString::fromLatin1(accountPassword));
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
    Endpoint m_signedIn;
    std::unique_ptr<Session> m_session;
};

QTEST_MAIN(ClientRenewalTest)
#include "client_renewal_test.moc"
