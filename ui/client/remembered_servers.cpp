// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/remembered_servers.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QFile::Permissions OwnerOnly = QFile::ReadOwner | QFile::WriteOwner;
constexpr qint64 MaxTokenBytes = 4096;

QByteArray readToken(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(MaxTokenBytes).trimmed() : QByteArray();
}

} // namespace

RememberedServers::RememberedServers(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
}

QList<Endpoint> RememberedServers::servers() const
{
    QList<Endpoint> servers;
    const int count = m_settings.beginReadArray(u"servers"_s);
    for (int at = 0; at < count; ++at) {
        m_settings.setArrayIndex(at);
        Endpoint endpoint;
        endpoint.url = m_settings.value(u"url"_s).toUrl();
        endpoint.name = m_settings.value(u"name"_s).toString();
        endpoint.email = m_settings.value(u"email"_s).toString();
        endpoint.color = QColor(m_settings.value(u"color"_s).toString());
        servers.append(endpoint);
    }
    m_settings.endArray();
    for (Endpoint &endpoint : servers)
        endpoint.token = readToken(tokenPath(endpoint.url));
    std::ranges::sort(servers, {}, &Endpoint::name);
    return servers;
}

Endpoint RememberedServers::find(const QUrl &url) const
{
    const QList<Endpoint> known = servers();
    const auto found = std::ranges::find(known, url, &Endpoint::url);
    return found == known.end() ? Endpoint() : *found;
}

void RememberedServers::remember(const Endpoint &endpoint, bool keepToken)
{
    QList<Endpoint> known = servers();
    known.removeIf([&](const Endpoint &other) { return other.url == endpoint.url; });
    known.append(endpoint);
    store(known);
    if (!keepToken)
        QFile::remove(tokenPath(endpoint.url));
    else if (!storeToken(endpoint))
        qWarning("Could not keep the token of %s", qPrintable(endpoint.url.toString()));
    emit changed();
}

void RememberedServers::forget(const QUrl &url)
{
    QList<Endpoint> known = servers();
    known.removeIf([&](const Endpoint &endpoint) { return endpoint.url == url; });
    store(known);
    QFile::remove(tokenPath(url));
    emit changed();
}

QList<QColor> RememberedServers::colors()
{
    return {QColor(0x2f9e6e), QColor(0x3b82f6), QColor(0xd97706), QColor(0xdc2626), QColor(0x9333ea), QColor(0x0891b2)};
}

QUrl RememberedServers::normalized(const QString &typed)
{
    const QString text = typed.trimmed();
    QUrl url(text.contains("://"_L1) ? text : "http://"_L1 + text, QUrl::StrictMode);
    const bool web = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !web || url.host().isEmpty())
        return {};
    if (url.path() == "/"_L1)
        url.setPath({});
    return url.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::RemoveUserInfo | QUrl::StripTrailingSlash);
}

QString RememberedServers::tokenPath(const QUrl &url) const
{
    const QByteArray name = QCryptographicHash::hash(url.toEncoded(), QCryptographicHash::Sha256).toHex().first(32);
    return QFileInfo(m_settings.fileName()).dir().filePath("tokens/"_L1 + QString::fromLatin1(name));
}

void RememberedServers::store(const QList<Endpoint> &servers)
{
    m_settings.remove(u"servers"_s);
    m_settings.beginWriteArray(u"servers"_s, int(servers.size()));
    for (int at = 0; at < servers.size(); ++at) {
        m_settings.setArrayIndex(at);
        m_settings.setValue(u"url"_s, servers[at].url);
        m_settings.setValue(u"name"_s, servers[at].name);
        m_settings.setValue(u"color"_s, servers[at].color.name());
        if (!servers[at].email.isEmpty())
            m_settings.setValue(u"email"_s, servers[at].email);
    }
    m_settings.endArray();
}

bool RememberedServers::storeToken(const Endpoint &endpoint) const
{
    const QString path = tokenPath(endpoint.url);
    if (!QFileInfo(path).dir().mkpath(u"."_s))
        return false;
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.setPermissions(OwnerOnly)
        && file.write(endpoint.token) == endpoint.token.size() && file.commit();
}

} // namespace signalbox::ui
