// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/redis_url.h"

#include "base/url_authority.h"

#include <QUrl>
#include <QUrlQuery>

namespace signalbox::redis {

namespace {

using namespace Qt::Literals::StringLiterals;
using Parsed = std::variant<RedisUrl, RedisUrl::Invalid>;

// Empty when all is right; so do those that follow.
QString setDatabase(RedisUrl &url, const QString &text)
{
    if (text.isEmpty())
        return {};
    bool isNumber = false;
    url.database = text.toInt(&isNumber);
    if (isNumber && url.database >= 0)
        return {};
    return u"the database of Redis must be a number, as in redis://host:6379/0"_s;
}

QString setOptions(RedisUrl &url, const QString &text)
{
    for (const auto &[name, value] : QUrlQuery(text).queryItems(QUrl::FullyDecoded)) {
        if (name == "db"_L1) {
            const QString problem = setDatabase(url, value);
            if (!problem.isEmpty())
                return problem;
        } else if (name == "cacert"_L1 && url.isEncrypted) {
            url.authorities = value;
        } else {
            return u"there is no option %1; allowed are db, and cacert of rediss://"_s.arg(name);
        }
    }
    return {};
}

QString setAuthority(RedisUrl &url, const QString &text)
{
    const UrlAuthority authority = UrlAuthority::of(text);
    url.user = authority.user;
    url.password = authority.password;
    url.host = authority.host;
    url.port = authority.portOr(6379);
    if (url.port < 0)
        return u"the port must be a number from 1 to 65535"_s;
    if (!url.user.isEmpty() && url.password.isEmpty())
        return u"the user of Redis has no password; it is written redis://user:password@host"_s;
    return {};
}

QString parseSocket(RedisUrl &url, const QString &where)
{
    const qsizetype slash = where.indexOf(u'/');
    const QString problem = setAuthority(url, where.left(slash));
    url.path = slash < 0 ? QString() : QUrl::fromPercentEncoding(where.mid(slash).toUtf8());
    if (!url.host.isEmpty() || url.path.size() < 2 || url.path.contains(QChar(u'\0')))
        return u"unix: takes the absolute path of a socket, as unix:///run/redis.sock"_s;
    return problem;
}

QString parseHost(RedisUrl &url, const QString &where)
{
    const QString problem = setAuthority(url, where.section(u'/', 0, 0));
    if (!problem.isEmpty())
        return problem;
    if (url.host.isEmpty())
        url.host = u"localhost"_s;
    return setDatabase(url, where.section(u'/', 1));
}

} // namespace

Parsed RedisUrl::parse(const QString &text)
{
    const QString scheme = text.section(u':', 0, 0).toLower();
    const QString rest = text.section(u':', 1);
    const bool isSocket = scheme == "unix"_L1;
    if ((!isSocket && scheme != "redis"_L1 && scheme != "rediss"_L1) || !rest.startsWith("//"_L1))
        return Invalid{u"a Redis is redis://user:password@host:6379/0, rediss:// for TLS, or unix:///path/to/socket"_s};
    RedisUrl url;
    url.isEncrypted = scheme == "rediss"_L1;
    const QString where = rest.section(u'?', 0, 0).mid(2);
    QString problem = isSocket ? parseSocket(url, where) : parseHost(url, where);
    if (problem.isEmpty())
        problem = setOptions(url, rest.section(u'?', 1));
    if (!problem.isEmpty())
        return Invalid{problem};
    return url;
}

QString RedisUrl::forLogs() const
{
    const QString who = user.isEmpty() ? QString() : urlEncoded(user) + u'@';
    if (!path.isEmpty()) {
        const QString socket = u"unix://"_s + who + QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
        return database == 0 ? socket : socket + u"?db="_s + QString::number(database);
    }
    QString text = isEncrypted ? u"rediss://"_s : u"redis://"_s;
    text += who + urlHost(host) + u':' + QString::number(port);
    return database == 0 ? text : text + u'/' + QString::number(database);
}

} // namespace signalbox::redis
