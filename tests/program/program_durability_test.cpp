// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "program.h"
#include "support/http_client.h"
#include "support/test_database.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMutex>
#include <QRandomGenerator>
#include <QSet>
#include <QTest>
#include <QThread>

#include <atomic>
#include <csignal>
#include <memory>
#include <vector>

using namespace signalbox::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Patience = 20'000; // milliseconds
constexpr int Kills = 20;
constexpr int MostBeforeAKill = 60; // users
constexpr int Clients = 6;
constexpr auto AdminToken = "test-token-0123456789";

// Clients that register users as fast as they are answered, until the program is gone.
class Registrations {
public:
    Registrations(quint16 port, int round)
    {
        const QUrl server(u"http://127.0.0.1:%1"_s.arg(port));
        for (int client = 0; client < Clients; ++client) {
            const QByteArray prefix = QByteArray::number(round) + '-' + QByteArray::number(client) + '-';
            m_threads.emplace_back(QThread::create([this, server, prefix] { registerUsers(server, prefix); }));
            m_threads.back()->start();
        }
    }
    ~Registrations() { finish(); }

    bool waitForMore(qsizetype count) const
    {
        return QTest::qWaitFor([&] { return m_count >= count; }, Patience);
    }
    // Waits for the end of the clients: who was registered, as they were told.
    const QSet<QByteArray> &finish()
    {
        for (const auto &thread : m_threads)
            thread->wait();
        return m_acknowledged;
    }

private:
    void registerUsers(const QUrl &server, const QByteArray &prefix)
    {
        HttpClient client(server);
        for (int i = 0;; ++i) {
            const QByteArray email = prefix + QByteArray::number(i) + "@example.com";
            const Answer answer =
                client.ask("POST", "/auth/register", {{"Content-Type", "application/json"}},
                           R"({"name": "A", "password": "correct horse", "email": ")" + email + "\"}");
            if (answer.status != 201)
                return;
            const QMutexLocker lock(&m_mutex);
            m_acknowledged.insert(email);
            m_count = m_acknowledged.size();
        }
    }

    QMutex m_mutex;
    QSet<QByteArray> m_acknowledged;
    std::atomic<qsizetype> m_count = 0;
    std::vector<std::unique_ptr<QThread>> m_threads;
};

// Of all users, as an admin sees them.
QSet<QByteArray> emails(quint16 port)
{
    HttpClient client(QUrl(u"http://127.0.0.1:%1"_s.arg(port)));
    QSet<QByteArray> found;
    QByteArray cursor;
    do {
        const Answer answer = client.ask("GET", "/admin/users?limit=1000" + cursor,
                                         {{"Authorization", QByteArray("Bearer ") + AdminToken}});
        for (const QJsonValue &user : answer.json().value("items"_L1).toArray())
            found.insert(user["email"_L1].toString().toUtf8());
        cursor = "&cursor=" + answer.json().value("next"_L1).toString().toUtf8().toPercentEncoding();
    } while (cursor != "&cursor=");
    return found;
}

} // namespace

// Who was told to be registered is so, whatever happens to the program right after.
class ProgramDurabilityTest : public QObject {
    Q_OBJECT

private slots:
    void keepsWhomItRegisteredWhenItIsKilled_data() { addDialects(); }
    void keepsWhomItRegisteredWhenItIsKilled()
    {
        TestDatabase database(currentDialect());
        Program program;
        program.setVariable(u"DATABASE_URL"_s, database.urlText());
        program.setVariable(u"SIGNALBOX_ADMIN_TOKEN"_s, QLatin1StringView(AdminToken));
        program.setVariable(u"SIGNALBOX_AUTH_BCRYPT_COST"_s, u"4"_s);
        program.setVariable(u"SIGNALBOX_AUTH_REGISTER_RATE"_s, u"0"_s);

        QSet<QByteArray> acknowledged;
        program.startServing({});
        for (int kill = 0; kill < Kills && !QTest::currentTestFailed(); ++kill) {
            Registrations registrations(program.port(), kill);
            const bool isUnderLoad =
                registrations.waitForMore(QRandomGenerator::global()->bounded(Clients, MostBeforeAKill));
            program.signal(SIGKILL);
            QVERIFY(program.waitForEnd());
            QVERIFY2(isUnderLoad, program.errors().constData());
            acknowledged.unite(registrations.finish());

            program.startServing({});
            const QSet<QByteArray> lost = acknowledged - emails(program.port());
            QVERIFY2(lost.isEmpty(), qPrintable(u"kill %1: %2 lost"_s.arg(kill).arg(lost.size())));
        }
        QVERIFY(acknowledged.size() >= Kills * Clients);
    }
};

QTEST_GUILESS_MAIN(ProgramDurabilityTest)
#include "program_durability_test.moc"
