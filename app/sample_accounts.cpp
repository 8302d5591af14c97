// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_accounts.h"

#include "client/session.h"
#include "pictures_camera.h"

#include <QCborMap>
#include <QNetworkAccessManager>
#include <QNetworkReply>

namespace signalbox::app {

using namespace ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Users = 1200;
constexpr int UsersAtOnce = 16;
constexpr int UsersRead = 60; // at a time
constexpr int ReadAgain = 25; // among so many, most of which are in the cache

} // namespace

SampleAccounts::SampleAccounts(Session &session)
    : m_session(session)
{
}

// By the admin API, like anyone.
QCoro::Task<> SampleAccounts::make()
{
    for (int number = 0; number < Users; ++number) {
        makeUser(number);
        while (m_underWay >= UsersAtOnce)
            co_await pauseFor(5ms);
    }
    while (m_underWay > 0)
        co_await pauseFor(5ms);
    co_await signIn();
}

void SampleAccounts::makeUser(int number)
{
    static const QStringList first{u"Ada"_s, u"Grace"_s, u"Zoë"_s, u"Linus"_s, u"Barbara"_s, u"Edsger"_s, u"李"_s};
    static const QStringList last{u"Lovelace"_s, u"Hopper"_s, u"Krüger"_s, u"Torvalds"_s, u"Liskov"_s, u"Dijkstra"_s};
    const QCborMap user{{"email"_L1, u"user%1@example.com"_s.arg(number, 4, 10, '0'_L1)},
                        {"name"_L1, first.at(number % first.size()) + ' '_L1 + last.at(number % last.size())},
                        {"role"_L1, number % 97 == 0 ? u"admin"_s : (number % 11 == 0 ? u"editor"_s : u"user"_s)},
                        {"password"_L1, u"of-the-screenshots"_s}};
    ++m_underWay;
    m_session.client().post(u"/admin/users"_s, user, &m_session, [this, number](const AdminClient::Answer &answer) {
        --m_underWay;
        const QString id = answer.body.value("user"_L1).toMap().value("id"_L1).toString();
        number == 0 ? m_ids.prepend(id) : m_ids.append(id);
        if (!answer.ok())
            qWarning("A user could not be made: %s", qPrintable(answer.error));
    });
}

// Some users are read again and again, the others once; one is changed.
void SampleAccounts::use()
{
    if (m_ids.isEmpty())
        return;
    for (int read = 0; read < UsersRead; ++read) {
        const int number = read % 10 == 0 ? m_read++ : read % ReadAgain;
        asUser(m_ids.at(number % m_ids.size()));
    }
    asUser(m_ids.at(m_read % ReadAgain), "{\"name\": \"Ada " + QByteArray::number(m_read) + "\"}");
}

// As an admin who has signed in, since the run token is for the admin API alone.
void SampleAccounts::asUser(const QString &id, const QByteArray &change)
{
    QUrl url = m_session.endpoint().url;
    url.setPath("/users/"_L1 + id);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization"_ba, "Bearer " + m_token);
    QNetworkAccessManager &network = m_session.client().network();
    if (!change.isEmpty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    QNetworkReply *reply =
        change.isEmpty() ? network.get(request) : network.sendCustomRequest(request, "PATCH"_ba, change);
    QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

// By that of the first user, who is an admin.
QCoro::Task<> SampleAccounts::signIn()
{
    const QString path = "/admin/users/"_L1 + m_ids.value(0) + "/impersonate"_L1;
    ++m_underWay;
    m_session.client().post(path, {}, &m_session, [this](const AdminClient::Answer &answer) {
        --m_underWay;
        m_token = answer.body.value("token"_L1).toString().toLatin1();
    });
    while (m_underWay > 0)
        co_await pauseFor(5ms);
}

} // namespace signalbox::app
