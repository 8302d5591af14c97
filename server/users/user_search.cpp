// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_search.h"

#include "auth/role_names.h"
#include "http/app_error.h"
#include "http/text_format.h"
#include "store/connection.h"
#include "users/user_repository.h"

#include <QJsonDocument>

#include <array>

namespace signalbox::users {

using namespace Qt::Literals::StringLiterals;
using store::Sql;
using store::Value;
using store::Values;

namespace {

// Beyond this many matches it is quicker to walk the index of the order than to sort them.
constexpr qsizetype fewMatches = 1000;

// Those that were found in the index that holds the texts.
#define FEW_SQLITE " FROM json_each(?) matches CROSS JOIN users u ON u.rowid = matches.value WHERE "
#define MANY_SQLITE " FROM users u WHERE instr(u.search, ?) > 0 AND "
#define ALL_SQLITE " FROM users u WHERE ? = '' AND "
#define ALL_POSTGRESQL " FROM users u WHERE CAST(? AS TEXT) = '' AND "
#define ANY_POSTGRESQL " FROM users u WHERE u.search LIKE ? AND "
// What is not asked for is compared with a constant, which PostgreSQL leaves away; it guesses the rest badly.
#define FILTERS                                                                                                        \
    "(? = '' OR u.role = ?)"                                                                                           \
    " AND (? = -1 OR CASE WHEN u.disabled_at IS NOT NULL AND (u.disabled_until IS NULL OR u.disabled_until > ?)"       \
    " THEN 1 ELSE 0 END = ?)"                                                                                          \
    " AND (CAST(? AS BIGINT) = 0 OR coalesce(u.last_seen_at, 0) >= ?)"                                                 \
    " AND (CAST(? AS BIGINT) = 9223372036854775807 OR coalesce(u.last_seen_at, 0) <= ?)"

#define PAGE(from, order, compare, direction)                                                                          \
    "SELECT " SIGNALBOX_USER_COLUMNS from FILTERS " AND (" order ", u.id) " compare " (?, ?) ORDER BY " order          \
    " " direction ", u.id " direction " LIMIT ? OFFSET ?"
// The rows of the pages before are not looked at, only their places in the index.
#define LATE_PAGE(from, order, compare, direction)                                                                     \
    "SELECT " SIGNALBOX_USER_COLUMNS " FROM (SELECT u.id" from FILTERS " AND (" order ", u.id) " compare               \
    " (?, ?) ORDER BY " order " " direction ", u.id " direction                                                        \
    " LIMIT ? OFFSET ?) page JOIN users u ON u.id = page.id ORDER BY " order " " direction ", u.id " direction
#define STATEMENTS(order, compare, direction)                                                                          \
    Statements                                                                                                         \
    {                                                                                                                  \
        {PAGE(ALL_SQLITE, order, compare, direction), LATE_PAGE(ALL_POSTGRESQL, order, compare, direction)},           \
            {PAGE(FEW_SQLITE, order, compare, direction), PAGE(ANY_POSTGRESQL, order, compare, direction)},            \
        {                                                                                                              \
            PAGE(MANY_SQLITE, order, compare, direction), PAGE(ANY_POSTGRESQL, order, compare, direction)              \
        }                                                                                                              \
    }
#define BOTH_WAYS(order)                                                                                               \
    {                                                                                                                  \
        STATEMENTS(order, ">", "ASC"), STATEMENTS(order, "<", "DESC")                                                  \
    }

struct Statements {
    Sql all; // without a text to look for
    Sql few; // that match it, as matches() found them
    Sql many;
};

// By UserOrder, and by whether it descends. Statements are constants, so there is one for each.
const std::array<std::array<Statements, 2>, 5> pages{{
    BOTH_WAYS("u.created_at"),
    BOTH_WAYS("u.email_key"),
    BOTH_WAYS("u.name_key"),
    BOTH_WAYS("u.role"),
    BOTH_WAYS("u.last_seen_at"),
}};

constexpr Sql countAll{"SELECT count(*)" ALL_SQLITE FILTERS, "SELECT count(*)" ALL_POSTGRESQL FILTERS};
constexpr Sql countFew{"SELECT count(*)" FEW_SQLITE FILTERS};
constexpr Sql countMany{"SELECT count(*)" MANY_SQLITE FILTERS, "SELECT count(*)" ANY_POSTGRESQL FILTERS};
constexpr Sql countEverybody{"SELECT count(*) FROM users"};
// SQLite would not think of the index, which is a third of the table.
constexpr Sql findMatches{"SELECT rowid FROM users INDEXED BY users_search WHERE instr(search, ?) > 0 LIMIT ?"};
constexpr Sql countText{"SELECT count(*) FROM users INDEXED BY users_search WHERE instr(search, ?) > 0",
                        "SELECT count(*) FROM users u WHERE u.search LIKE ?"};

bool hasFilters(const UserSearch &search)
{
    const UserSearch none;
    return search.role || search.disabled || search.seenAfter > none.seenAfter || search.seenBefore < none.seenBefore;
}

// What LIKE takes for a text anywhere: its own wildcards escaped by its default escape.
QString likePattern(const QString &text)
{
    QString pattern = text;
    pattern.replace(u"\\"_s, u"\\\\"_s).replace(u"%"_s, u"\\%"_s).replace(u"_"_s, u"\\_"_s);
    return u'%' + pattern + u'%';
}

Value textValue(const UserSearch &search, store::Dialect dialect)
{
    const QString text = comparedForm(search.text);
    return dialect == store::Dialect::Sqlite || text.isEmpty() ? text : likePattern(text);
}

Values filterValues(const UserSearch &search, const Value &text, qint64 nowMs)
{
    const QString role = search.role ? auth::roleName(*search.role) : u""_s;
    const int disabled = search.disabled ? int(*search.disabled) : -1;
    return {text,
            role,
            role,
            disabled,
            nowMs,
            disabled,
            search.seenAfter,
            search.seenAfter,
            search.seenBefore,
            search.seenBefore};
}

bool isNumeric(UserOrder order)
{
    return order == UserOrder::CreatedAt || order == UserOrder::LastSeenAt;
}

// Where the page begins: beyond this pair.
struct Edge {
    Value value;
    Value id;
};

Edge firstEdge(const UserSearch &search)
{
    // No text of a user is after the last code point, no time before 0.
    const QString lastText = QString::fromUcs4(U"\U0010FFFF");
    const Value text(search.descending ? lastText : u""_s);
    if (!isNumeric(search.order))
        return {text, text};
    return {search.descending ? std::numeric_limits<qint64>::max() : qint64(-1), text};
}

QString cursorName(const UserSearch &search)
{
    return QString::number(int(search.order)) + (search.descending ? u"-"_s : u"+"_s);
}

QJsonValue orderedBy(const User &user, UserOrder order)
{
    switch (order) {
    case UserOrder::CreatedAt:
        return user.createdAt;
    case UserOrder::Email:
        return comparedForm(user.email);
    case UserOrder::Name:
        return comparedForm(user.name);
    case UserOrder::Role:
        return auth::roleName(user.role);
    case UserOrder::LastSeenAt:
        return user.lastSeenAt;
    }
    Q_UNREACHABLE();
}

QString cursorAt(const User &user, const UserSearch &search)
{
    const QJsonArray parts{cursorName(search), orderedBy(user, search.order), QString::fromLatin1(user.id)};
    return QString::fromLatin1(QJsonDocument(parts)
                                   .toJson(QJsonDocument::Compact)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Edge edgeOf(const UserSearch &search)
{
    if (search.cursor.isEmpty())
        return firstEdge(search);
    const QByteArray json = QByteArray::fromBase64(search.cursor.toLatin1(), QByteArray::Base64UrlEncoding);
    const QJsonArray parts = QJsonDocument::fromJson(json).array();
    if (parts.size() != 3 || parts[0].toString() != cursorName(search)
        || (isNumeric(search.order) ? !parts[1].isDouble() : !parts[1].isString()) || !parts[2].isString()
        || !http::isSoundText(parts[1].toString()) || !http::isSoundText(parts[2].toString()))
        throw http::AppError::invalidField(u"query.cursor"_s, u"Must be the `next` of a page in the same order"_s);
    const Value id(parts[2].toString());
    if (isNumeric(search.order))
        return {parts[1].toInteger(), id};
    return {parts[1].toString(), id};
}

} // namespace

// PostgreSQL would settle for a plan that fits any values, and so for one that sorts all users to show the first. And
// it would read the table rather than an index, taking that for one on a disk that has to turn.
UserFinder::UserFinder(store::Connection &connection)
    : m_connection(connection)
{
    if (connection.dialect() == store::Dialect::PostgreSql)
        connection.run("SELECT set_config('plan_cache_mode', 'force_custom_plan', true),"
                       " set_config('random_page_cost', '1.1', true)");
}

qint64 UserFinder::count(const UserSearch &search, qint64 nowMs)
{
    m_matches = matches(search);
    const Value text = m_matches ? Value(*m_matches) : textValue(search, m_connection.dialect());
    const auto counted = [this](const Sql &sql, const Values &values) {
        auto rows = m_connection.run(sql, values);
        return rows.next() ? rows.number(0) : 0;
    };
    if (hasFilters(search) || m_matches) {
        const Sql &sql = search.text.isEmpty() ? countAll : m_matches ? countFew : countMany;
        return counted(sql, filterValues(search, text, nowMs));
    }
    return search.text.isEmpty() ? counted(countEverybody, {}) : counted(countText, {text});
}

// As a JSON array of row ids; nothing when they are too many, and for PostgreSQL, which has an index to ask.
std::optional<QString> UserFinder::matches(const UserSearch &search)
{
    if (search.text.isEmpty() || m_connection.dialect() != store::Dialect::Sqlite)
        return {};
    auto rows = m_connection.run(findMatches, {comparedForm(search.text), fewMatches + 1});
    QStringList ids;
    while (rows.next())
        ids.append(rows.text(0));
    if (ids.size() > fewMatches)
        return {};
    return u'[' + ids.join(u',') + u']';
}

UserPage UserFinder::page(const UserSearch &search, qint64 total, qint64 nowMs)
{
    const Edge edge = edgeOf(search);
    if (total == 0)
        return {};
    const Statements &statements = pages[std::size_t(search.order)][search.descending ? 1 : 0];
    const Sql &sql = search.text.isEmpty() ? statements.all : m_matches ? statements.few : statements.many;
    Values values =
        filterValues(search, m_matches ? Value(*m_matches) : textValue(search, m_connection.dialect()), nowMs);
    values << edge.value << edge.id << search.limit + 1 << search.offset;
    auto rows = m_connection.run(sql, values);
    UserPage page;
    while (rows.next())
        page.users.append(readUser(rows));
    if (page.users.size() > search.limit) {
        page.users.removeLast();
        page.next = cursorAt(page.users.last(), search);
    }
    return page;
}

std::optional<std::pair<UserOrder, bool>> orderNamed(const QString &name)
{
    static const QStringList names{u"createdAt"_s, u"email"_s, u"name"_s, u"role"_s, u"lastSeenAt"_s};
    const bool descending = name.startsWith(u'-');
    const qsizetype index = names.indexOf(descending ? name.sliced(1) : name);
    if (index < 0)
        return {};
    return std::pair(UserOrder(index), descending);
}

} // namespace signalbox::users
