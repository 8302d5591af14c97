// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/account_keeper.h"

#include "auth/denial_repository.h"
#include "auth/expired_sessions.h"
#include "auth/last_seen.h"
#include "store/database_pool.h"
#include "telemetry/log.h"
#include "users/user_repository.h"

#include <QDateTime>
#include <QTimer>

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;
using store::Connection;

// Each chore is a coroutine that doesn't begin again before it has ended.
class AccountKeeper::Chores : public QObject {
public:
    Chores(store::DatabasePool &database, TokenDenyList &denyList, LastSeen &lastSeen, telemetry::Log &log,
           const Settings &settings)
        : m_database(database)
        , m_denyList(denyList)
        , m_lastSeen(lastSeen)
        , m_log(log)
        , m_settings(settings)
    {
    }

    // On the keeper's thread.
    void begin()
    {
        repeat(m_settings.followDenials, [this] { return followDenials(); });
        repeat(m_settings.writeLastSeen, [this] { return writeLastSeen(); });
        repeat(m_settings.prune, [this] { return prune(); });
    }

    // On the keeper's thread, which ends once no chore runs: at the latest after the database's deadline.
    void end()
    {
        m_ending = true;
        for (QTimer *timer : findChildren<QTimer *>())
            timer->stop(); // here: another thread, which destroys them, may not
        if (m_running == 0)
            thread()->quit();
    }

    // On any thread, once the keeper's has ended.
    void finish()
    {
        const auto seen = m_lastSeen.take();
        if (seen.isEmpty() || !m_database.state().isUp)
            return;
        try {
            m_database.runNow([seen](Connection &connection) {
                users::UserRepository(connection).markSeen(seen);
                return true;
            });
        } catch (const store::DatabaseError &error) {
            tell("last_seen_lost", error);
        }
    }

private:
    void repeat(std::chrono::milliseconds interval, std::function<QCoro::Task<>()> chore)
    {
        auto *timer = new QTimer(this);
        timer->setSingleShot(true);
        timer->setInterval(interval);
        connect(timer, &QTimer::timeout, this, [this, timer, chore] { run(timer, chore); });
        timer->start();
    }

    QCoro::Task<> run(QTimer *timer, std::function<QCoro::Task<>()> chore)
    {
        if (m_ending)
            co_return;
        ++m_running;
        co_await chore();
        --m_running;
        if (m_ending)
            end();
        else
            timer->start();
    }

    QCoro::Task<> followDenials()
    {
        try {
            const auto work = [after = m_followed](Connection &connection) {
                return DenialRepository(connection).after(after);
            };
            const auto news = co_await m_database.read(nullptr, "follow denials", work);
            m_denyList.add(news.denials, QDateTime::currentMSecsSinceEpoch());
            m_followed = news.newest;
        } catch (const store::DatabaseError &error) {
            tell("denials_not_followed", error);
        }
    }

    QCoro::Task<> writeLastSeen()
    {
        const auto seen = m_lastSeen.take();
        if (seen.isEmpty())
            co_return;
        try {
            const auto work = [seen](Connection &connection) {
                users::UserRepository(connection).markSeen(seen);
                return true;
            };
            co_await m_database.write(nullptr, "write last seen", work);
        } catch (const store::DatabaseError &error) {
            m_lastSeen.putBack(seen);
            tell("last_seen_not_written", error);
        }
    }

    QCoro::Task<> prune()
    {
        try {
            co_await removeExpiredSessions(m_database, nullptr, m_settings.refreshLife);
        } catch (const store::DatabaseError &error) {
            tell("not_pruned", error);
        }
    }

    // The pool tells by itself when the database is away.
    void tell(QByteArrayView event, const store::DatabaseError &error)
    {
        if (error.kind() != store::DatabaseError::Kind::Unavailable)
            m_log.write(telemetry::Level::Warn, event, {{u"error"_s, error.detail()}});
    }

    store::DatabasePool &m_database;
    TokenDenyList &m_denyList;
    LastSeen &m_lastSeen;
    telemetry::Log &m_log;
    Settings m_settings;
    int m_running = 0;
    bool m_ending = false;
    qint64 m_followed = 0; // the sequence up to which denials are known
};

AccountKeeper::AccountKeeper(store::DatabasePool &database, TokenDenyList &denyList, LastSeen &lastSeen,
                             telemetry::Log &log, Settings settings)
    : m_chores(new Chores(database, denyList, lastSeen, log, settings))
{
    m_thread.setObjectName(u"account-keeper"_s);
    m_chores->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_chores, [chores = m_chores] { chores->begin(); });
    m_thread.start();
}

AccountKeeper::~AccountKeeper()
{
    QMetaObject::invokeMethod(m_chores, [chores = m_chores] { chores->end(); });
    m_thread.wait();
    m_chores->finish();
    delete m_chores;
}

} // namespace signalbox::auth
