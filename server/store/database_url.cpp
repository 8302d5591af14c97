// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/database_url.h"

#include "base/url_authority.h"

#include <QDir>
#include <QUrl>
#include <QUrlQuery>

namespace signalbox::store {

namespace {

using namespace Qt::Literals::StringLiterals;
using Parsed = std::variant<DatabaseUrl, DatabaseUrl::Invalid>;

const QStringList KnownOptions{u"sslmode"_s,         u"sslrootcert"_s,         u"sslcert"_s,
                               u"sslkey"_s,          u"connect_timeout"_s,     u"application_name"_s,
                               u"channel_binding"_s, u"target_session_attrs"_s};

Parsed invalid(const QString &message)
{
    return DatabaseUrl::Invalid{message};
}

// "sqlite:/path", "sqlite:///path", "sqlite:name"; SQLite's own URLs have the same three slashes.
Parsed parseSqlite(const QString &rest, const QString &dataDirectory)
{
    QString name = rest.startsWith("///"_L1) ? rest.mid(2) : rest;
    if (name.startsWith("//"_L1))
        return invalid(u"sqlite: takes a file of this machine, as sqlite:/path/to/file, and no host"_s);
    if (name.contains(":memory:"_L1))
        return invalid(u"sqlite: takes a file: a database in memory can't be shared by the server's threads"_s);
    name = QUrl::fromPercentEncoding(name.toUtf8());
    if (name.contains(QChar(u'\0')) || name.endsWith(u'/'))
        return invalid(u"sqlite: takes the name of a file, as sqlite:/path/to/file"_s);
    DatabaseUrl url;
    url.file = QDir::cleanPath(QDir(dataDirectory).absoluteFilePath(name.isEmpty() ? u"signalbox.db"_s : name));
    return url;
}

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString applyOptions(const QString &text, DatabaseUrl &url)
{
    for (const auto &[name, value] : QUrlQuery(text).queryItems(QUrl::FullyDecoded)) {
        if (value.contains(u';') || value.contains(QChar(u'\0')))
            return u"the option %1 must not contain a semicolon"_s.arg(name);
        if (name == "host"_L1)
            url.host = value;
        else if (KnownOptions.contains(name))
            url.options.emplaceBack(name, value);
        else
            return u"there is no option %1; allowed are host, %2"_s.arg(name, KnownOptions.join(", "_L1));
    }
    return {};
}

Parsed parsePostgreSql(const QString &rest)
{
    const QString form = u"as postgresql://user:password@host:5432/database"_s;
    if (!rest.startsWith("//"_L1))
        return invalid(u"a postgresql: URL is written "_s + form);
    const QString beforeOptions = rest.section(u'?', 0, 0).mid(2);
    const UrlAuthority authority = UrlAuthority::of(beforeOptions.section(u'/', 0, 0));
    DatabaseUrl url;
    url.dialect = Dialect::PostgreSql;
    url.host = authority.host;
    url.user = authority.user;
    url.password = authority.password;
    url.database = decoded(beforeOptions.section(u'/', 1));
    if (url.database.isEmpty())
        return invalid(u"the URL names no database; it is written "_s + form);
    url.port = authority.portOr(0);
    if (url.port < 0)
        return invalid(u"the port must be a number from 1 to 65535"_s);
    const QString problem = applyOptions(rest.section(u'?', 1), url);
    if (!problem.isEmpty())
        return invalid(problem);
    return url;
}

} // namespace

Parsed DatabaseUrl::parse(const QString &text, const QString &dataDirectory)
{
    const QString scheme = text.section(u':', 0, 0).toLower();
    const QString rest = text.section(u':', 1);
    if (text.isEmpty() || (scheme == "sqlite"_L1 && text.contains(u':')))
        return parseSqlite(rest, dataDirectory);
    if ((scheme == "postgresql"_L1 || scheme == "postgres"_L1) && text.contains(u':'))
        return parsePostgreSql(rest);
    return invalid(u"a database is sqlite:/path/to/file or postgresql://user:password@host:5432/database"_s);
}

QString DatabaseUrl::forLogs() const
{
    if (dialect == Dialect::Sqlite)
        return u"sqlite:"_s + file;
    QString text = u"postgresql://"_s;
    if (!user.isEmpty())
        text += urlEncoded(user) + u'@';
    text += urlHost(host);
    if (port != 0)
        text += u':' + QString::number(port);
    return text + u'/' + urlEncoded(database);
}

} // namespace signalbox::store
