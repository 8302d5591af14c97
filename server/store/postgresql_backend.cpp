// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/postgresql_backend.h"

#include "store/postgresql_opening.h"

#include <QLibrary>
#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::store {

using namespace Qt::Literals::StringLiterals;
using Kind = DatabaseError::Kind;

namespace {

struct Option {
    QLatin1StringView name;
    QLatin1StringView value;
};

// What a connection has unless the URL says otherwise. A peer that is gone without a word is noticed within seconds.
constexpr Option Defaults[] = {{"connect_timeout"_L1, "5"_L1},   {"application_name"_L1, "signalbox"_L1},
                               {"keepalives_idle"_L1, "10"_L1},  {"keepalives_interval"_L1, "5"_L1},
                               {"keepalives_count"_L1, "3"_L1},  {"tcp_user_timeout"_L1, "15000"_L1},
                               {"client_encoding"_L1, "UTF8"_L1}};

QString quoted(QString value)
{
    return u'\'' + value.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1) + u'\'';
}

QString connectOptions(const DatabaseUrl &url)
{
    QStringList options;
    for (const auto &[name, value] : Defaults)
        options.append(name + u'=' + value);
    for (const auto &[name, value] : url.options)
        options.append(name + u'=' + quoted(value)); // of two with a name the last counts
    return options.join(u';');
}

// Of the libpq that Qt's driver has loaded; this program isn't linked to it, since few use PostgreSQL and it brings a
// dozen libraries with it.
int socketOf(const QSqlDatabase &database)
{
    using Function = int (*)(const void *);
    static const auto function = reinterpret_cast<Function>(QLibrary::resolve(u"pq"_s, 5, "PQsocket"));
    const QVariant handle = database.driver()->handle();
    Q_ASSERT(handle.metaType().sizeOf() == sizeof(void *)); // a PGconn *
    return function ? function(*static_cast<void *const *>(handle.constData())) : -1;
}

} // namespace

PostgreSqlBackend::PostgreSqlBackend(const DatabaseUrl &url)
    : Backend(Dialect::PostgreSql)
{
    requireDriver(u"QPSQL"_s);
    adopt(PostgreSqlOpening::open(url, connectOptions(url)));
    m_socket = ::fcntl(socketOf(database()), F_DUPFD_CLOEXEC, 0);
}

PostgreSqlBackend::~PostgreSqlBackend()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

// The server itself ends what takes too long, as does the loss of the connection.
void PostgreSqlBackend::begin(Connection &connection, Access access, std::chrono::milliseconds left)
{
    m_access = access;
    const QString begin = access == Access::Read ? u"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"_s : u"BEGIN"_s;
    const qint64 limit = std::clamp<qint64>(left.count(), 1, 1 << 30);
    connection.execute(u"%1; SET LOCAL statement_timeout = %2"_s.arg(begin).arg(limit));
}

void PostgreSqlBackend::commit(Connection &connection)
{
    connection.execute(u"COMMIT"_s);
}

Kind PostgreSqlBackend::kindOf(const QSqlError &error) const
{
    const QString state = error.nativeErrorCode();
    if (state == "23505"_L1)
        return Kind::UniqueViolation;
    if (state == "23503"_L1)
        return Kind::ReferenceViolation;
    if (state == "57014"_L1) // query_canceled
        return Kind::TimedOut;
    if (state == "40001"_L1 || state == "40P01"_L1) // serialization_failure, deadlock_detected
        return Kind::Conflict;
    if (state == "55P03"_L1) // lock_not_available
        return Kind::Busy;
    const bool isStandby = state == "25006"_L1 && m_access == Access::Write; // else it is ours that must not write
    // No state: the connection is gone. 08: connection, 53: resources, 57P: shutdown, 58: system.
    const bool isAway = state.isEmpty() || state.startsWith("08"_L1) || state.startsWith("53"_L1)
        || state.startsWith("57P"_L1) || state.startsWith("58"_L1) || isStandby;
    return isAway ? Kind::Unavailable : Kind::Other;
}

// A server that ends tells so first: that its words wait to be read doesn't mean that it is there.
QString PostgreSqlBackend::missing() const
{
    pollfd connection{m_socket, POLLRDHUP, 0};
    const bool isClosed = m_socket < 0 || ::poll(&connection, 1, 0) > 0;
    return isClosed ? u"the server closed the connection"_s : QString();
}

// Asking the server to cancel (PQcancel) would wait for that very server.
void PostgreSqlBackend::cutOff() noexcept
{
    if (m_socket >= 0)
        ::shutdown(m_socket, SHUT_RDWR);
}

} // namespace signalbox::store
