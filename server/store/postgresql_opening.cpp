// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/postgresql_opening.h"

#include "store/database_error.h"

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QThread>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int mostLeftBehind = 16; // of the whole process
std::atomic<int> leftBehindNow = 0;

DatabaseError unavailable(const QString &why)
{
    return DatabaseError(DatabaseError::Kind::Unavailable, why);
}

QString newName()
{
    static std::atomic<quint64> count = 0;
    return u"signalbox-postgresql-%1"_s.arg(++count);
}

// Shared by the thread that opens and the one that waits for it: either may go first.
class Attempt {
public:
    Attempt(const DatabaseUrl &url, const QString &connectOptions)
        : m_url(url)
        , m_connectOptions(connectOptions)
    {
    }

    void run(); // on the thread that opens
    bool wait(std::chrono::seconds limit); // false: nobody waits any more
    const QString &name() const { return m_name; }
    const QString &error() const { return m_error; }

private:
    void open();
    bool handOver();

    const DatabaseUrl m_url;
    const QString m_connectOptions;
    const QString m_name = newName();
    QThread *const m_waiting = QThread::currentThread();
    QString m_error;
    std::mutex m_mutex; // for what follows
    std::condition_variable m_changed;
    bool m_isDone = false;
    bool m_isLeftBehind = false;
};

void Attempt::run()
{
    open();
    if (!m_error.isEmpty())
        QSqlDatabase::removeDatabase(m_name);
    if (handOver())
        return;
    QSqlDatabase::removeDatabase(m_name);
    leftBehindNow.fetch_sub(1);
}

void Attempt::open()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QPSQL"_s, m_name);
    database.setHostName(m_url.host);
    if (m_url.port != 0)
        database.setPort(m_url.port);
    database.setUserName(m_url.user);
    database.setPassword(m_url.password);
    database.setDatabaseName(m_url.database);
    database.setConnectOptions(m_connectOptions);
    if (!database.open())
        m_error = u"can't open %1: %2"_s.arg(m_url.forLogs(), database.lastError().databaseText().simplified());
}

// False when nobody wants it any more.
bool Attempt::handOver()
{
    const std::lock_guard lock(m_mutex);
    if (m_isLeftBehind)
        return false;
    if (m_error.isEmpty())
        QSqlDatabase::database(m_name, false).driver()->moveToThread(m_waiting);
    m_isDone = true;
    m_changed.notify_one();
    return true;
}

bool Attempt::wait(std::chrono::seconds limit)
{
    std::unique_lock lock(m_mutex);
    if (m_changed.wait_for(lock, limit, [this] { return m_isDone; }))
        return true;
    m_isLeftBehind = true;
    leftBehindNow.fetch_add(1);
    return false;
}

void start(const std::shared_ptr<Attempt> &attempt, const DatabaseUrl &url)
{
    try {
        std::thread([attempt] { attempt->run(); }).detach();
    } catch (const std::system_error &error) {
        throw unavailable(u"can't open %1: no thread can be had for it: %2"_s.arg(
            url.forLogs(), QString::fromLocal8Bit(error.what())));
    }
}

} // namespace

QString PostgreSqlOpening::open(const DatabaseUrl &url, const QString &connectOptions)
{
    if (leftBehind() >= mostLeftBehind)
        throw unavailable(u"can't open %1: %2 connections wait for their server, which seems to hang; restart it"_s.arg(
            url.forLogs(), QString::number(mostLeftBehind)));
    const auto attempt = std::make_shared<Attempt>(url, connectOptions);
    start(attempt, url);
    if (!attempt->wait(limit(url)))
        throw unavailable(u"can't open %1: the server stopped to answer"_s.arg(url.forLogs()));
    if (!attempt->error().isEmpty())
        throw unavailable(attempt->error());
    return attempt->name();
}

int PostgreSqlOpening::leftBehind()
{
    return leftBehindNow.load();
}

std::chrono::seconds PostgreSqlOpening::limit(const DatabaseUrl &url)
{
    int connectTimeout = 0;
    for (const auto &[name, value] : url.options)
        connectTimeout = name == "connect_timeout"_L1 ? value.toInt() : connectTimeout;
    constexpr int standard = 5;
    constexpr int longest = 60;
    return 2 * std::chrono::seconds(connectTimeout > 0 ? qBound(2, connectTimeout, longest) : standard);
}

} // namespace signalbox::store
