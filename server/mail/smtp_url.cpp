// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/smtp_url.h"

#include "base/url_authority.h"

#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;
using Tls = SmtpUrl::Tls;

constexpr int submissionPort = 587; // RFC 6409
constexpr int encryptedPort = 465; // RFC 8314

bool isThisMachine(const QString &host)
{
    return host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || QHostAddress(host).isLoopback();
}

// Empty when all is right; so do those that follow.
QString setAuthority(SmtpUrl &url, const QString &text)
{
    const UrlAuthority authority = UrlAuthority::of(text);
    url.user = authority.user;
    url.password = authority.password;
    url.host = authority.host;
    url.port = authority.portOr(url.tls == Tls::AtOnce ? encryptedPort : submissionPort);
    if (url.host.isEmpty())
        return u"the mail server's host is missing; it is written smtp://host"_s;
    if (url.port < 0)
        return u"the port must be a number from 1 to 65535"_s;
    if (url.user.isEmpty() != url.password.isEmpty())
        return u"user and password of the mail server go together, as in smtp://user:password@host"_s;
    return {};
}

QString setTls(SmtpUrl &url, const QString &text)
{
    if (url.tls == Tls::AtOnce || (text != "required"_L1 && text != "none"_L1))
        return u"tls is required or none, and goes with smtp://"_s;
    url.tls = text == "none"_L1 ? Tls::None : Tls::StartTls;
    return {};
}

QString setOptions(SmtpUrl &url, const QString &text)
{
    for (const auto &[name, value] : QUrlQuery(text).queryItems(QUrl::FullyDecoded)) {
        if (name == "cacert"_L1) {
            url.authorities = value;
        } else if (name == "tls"_L1) {
            const QString problem = setTls(url, value);
            if (!problem.isEmpty())
                return problem;
        } else {
            return u"there is no option %1; allowed are tls and cacert"_s.arg(name);
        }
    }
    if (!url.authorities.isEmpty() && url.tls == Tls::None)
        return u"cacert checks a certificate, and without TLS there is none: add tls=required"_s;
    return {};
}

} // namespace

std::variant<SmtpUrl, SmtpUrl::Invalid> SmtpUrl::parse(const QString &text)
{
    const QString scheme = text.section(u':', 0, 0).toLower();
    const QString rest = text.section(u':', 1);
    const QString where = rest.section(u'?', 0, 0).mid(2);
    const bool isKnown = scheme == "smtp"_L1 || scheme == "smtps"_L1;
    const bool isSound = !QUrl::fromPercentEncoding(text.toUtf8()).contains(QChar(u'\0'));
    if (!isKnown || !isSound || !rest.startsWith("//"_L1) || !where.section(u'/', 1).isEmpty())
        return Invalid{u"a mail server is smtp://user:password@host:587, or smtps:// for TLS at once"_s};
    SmtpUrl url;
    url.tls = scheme == "smtps"_L1 ? Tls::AtOnce : Tls::StartTls;
    QString problem = setAuthority(url, where.section(u'/', 0, 0));
    if (url.tls == Tls::StartTls && isThisMachine(url.host))
        url.tls = Tls::None;
    if (problem.isEmpty())
        problem = setOptions(url, rest.section(u'?', 1));
    if (!problem.isEmpty())
        return Invalid{problem};
    return url;
}

QString SmtpUrl::forLogs() const
{
    const QString who = user.isEmpty() ? QString() : urlEncoded(user) + u'@';
    return forConnecting().replace("://"_L1, "://"_L1 + who);
}

QString SmtpUrl::forConnecting() const
{
    const QString scheme = tls == Tls::AtOnce ? u"smtps"_s : u"smtp"_s;
    return scheme + "://"_L1 + urlHost(host) + u':' + QString::number(port);
}

} // namespace signalbox::mail
