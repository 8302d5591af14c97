// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/admin_client.h"

#include "client/server_network.h"

#include <QCborArray>
#include <QCborStreamReader>
#include <QCborValue>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkReply>
#include <QTimer>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int TimeoutMs = 10'000;
constexpr qint64 MaxAnswerBytes = 32 * 1024 * 1024;

QCborMap readBody(const QNetworkReply &reply, const QByteArray &bytes)
{
    const QString type = reply.header(QNetworkRequest::ContentTypeHeader).toString();
    if (type.startsWith("application/cbor"_L1))
        return QCborValue::fromCbor(bytes).toMap();
    return QCborMap::fromJsonObject(QJsonDocument::fromJson(bytes).object());
}

// What the list of an admin's sessions names the window by.
QString userAgent()
{
    const QString version = QCoreApplication::applicationVersion();
    return version.isEmpty() ? u"Signalbox"_s : "Signalbox/"_L1 + version;
}

QString serverOf(const QNetworkReply &reply)
{
    return reply.url().authority();
}

QString whyNoAnswer(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
        return QObject::tr("Nothing listens on %1. Is the server running, and is that its port?").arg(serverOf(reply));
    case QNetworkReply::HostNotFoundError:
        return QObject::tr("No host has the name in %1. Check the address.").arg(serverOf(reply));
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
        return QObject::tr("%1 gave no answer within 10 seconds. Try again when it is less busy.").arg(serverOf(reply));
    case QNetworkReply::SslHandshakeFailedError:
        return QObject::tr("The TLS certificate of %1 is not trusted here. Install it, or use http.")
            .arg(serverOf(reply));
    default:
        return QObject::tr("No answer from %1: %2.").arg(serverOf(reply), reply.errorString());
    }
}

// "Email: Must be an email address", of the field body.email.
QString fieldProblem(const QString &field, const QCborValue &problems)
{
    QString name = field.section('.'_L1, -1);
    if (!name.isEmpty())
        name[0] = name[0].toUpper();
    return u"%1: %2"_s.arg(name, problems.toArray().at(0).toString());
}

QString whyRefused(int status, const QCborMap &body, const QNetworkReply &reply)
{
    if (status == 401)
        return QObject::tr("%1 does not accept this token. Give it the one in the file admin-token in its data folder, "
                           "or sign in as an admin.")
            .arg(serverOf(reply));
    if (status == 403)
        return QObject::tr("%1 lets only admins do this. Sign in as one, or give it the token in the file admin-token "
                           "in its data folder.")
            .arg(serverOf(reply));
    const QCborMap fields = body.value("details"_L1).toMap().value("fieldErrors"_L1).toMap();
    if (!fields.isEmpty())
        return fieldProblem(fields.constBegin().key().toString(), fields.constBegin().value());
    QString said = body.value("error"_L1).toString();
    if (!said.isEmpty())
        return said;
    return QObject::tr("%1 answered %2 to %3. Is it a Signalbox server?")
        .arg(serverOf(reply), QString::number(status), reply.url().path());
}

AdminClient::Answer answerOf(QNetworkReply &reply)
{
    AdminClient::Answer answer;
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.error() == QNetworkReply::OperationCanceledError || answer.status == 0) {
        answer.status = 0;
        answer.error = whyNoAnswer(reply);
        return answer;
    }
    answer.body = readBody(reply, reply.readAll());
    answer.retryAfterSeconds = reply.rawHeader("Retry-After"_ba).toInt();
    if (!answer.ok())
        answer.error = whyRefused(answer.status, answer.body, reply);
    return answer;
}

} // namespace

AdminClient::AdminClient(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
    , m_network(new ServerNetwork(m_endpoint.certificate, this))
{
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy); // the token goes nowhere else
}

const Endpoint &AdminClient::endpoint() const
{
    return m_endpoint;
}

void AdminClient::setToken(const QByteArray &token)
{
    m_endpoint.token = token;
}

void AdminClient::setOpen(bool open)
{
    m_open = open;
}

void AdminClient::get(const QString &path, const QUrlQuery &query, QObject *context, Done done)
{
    send("GET"_ba, path, query, nullptr, context, std::move(done));
}

void AdminClient::patch(const QString &path, const QCborMap &body, QObject *context, Done done)
{
    send("PATCH"_ba, path, {}, &body, context, std::move(done));
}

void AdminClient::post(const QString &path, const QCborMap &body, QObject *context, Done done)
{
    send("POST"_ba, path, {}, &body, context, std::move(done));
}

void AdminClient::put(const QString &path, const QCborMap &body, QObject *context, Done done)
{
    send("PUT"_ba, path, {}, &body, context, std::move(done));
}

void AdminClient::remove(const QString &path, QObject *context, Done done)
{
    send("DELETE"_ba, path, {}, nullptr, context, std::move(done));
}

QNetworkRequest AdminClient::request(const QString &path, const QUrlQuery &query) const
{
    if (!m_open)
        return {};
    QUrl url = m_endpoint.url;
    const QString base = url.path(QUrl::FullyEncoded).chopped(url.path().endsWith('/'_L1) ? 1 : 0);
    url.setPath(base + path, QUrl::TolerantMode); // else what is encoded would be so once more
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setTransferTimeout(TimeoutMs);
    request.setHeader(QNetworkRequest::UserAgentHeader, userAgent());
    if (!m_endpoint.token.isEmpty())
        request.setRawHeader("Authorization"_ba, "Bearer " + m_endpoint.token);
    return request;
}

QString AdminClient::errorOf(const QNetworkReply &reply, const QByteArray &body)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status >= 400)
        return whyRefused(status, readBody(reply, body), reply);
    return reply.error() == QNetworkReply::NoError ? QString() : whyNoAnswer(reply);
}

QNetworkAccessManager &AdminClient::network()
{
    return *m_network;
}

void AdminClient::answerClosed(QObject *context, Done done)
{
    QTimer::singleShot(0, context, [done = std::move(done)] {
        Answer answer;
        answer.error = tr("The server is stopped. Start it to see more.");
        done(answer);
    });
}

void AdminClient::send(const QByteArray &method, const QString &path, const QUrlQuery &query, const QCborMap *body,
                       QObject *context, Done done)
{
    if (!m_open)
        return answerClosed(context, std::move(done));
    QNetworkRequest request = this->request(path, query);
    request.setRawHeader("Accept"_ba, "application/cbor"_ba);
    QByteArray payload;
    if (body) {
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        payload = QJsonDocument(body->toJsonObject()).toJson(QJsonDocument::Compact);
    }
    // Not by sendCustomRequest() with an empty body: Qt would give a DELETE a content type of its own.
    QNetworkReply *reply =
        body ? m_network->sendCustomRequest(request, method, payload) : m_network->sendCustomRequest(request, method);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64 total) {
        if (std::max(received, total) > MaxAnswerBytes)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, context, [reply, done = std::move(done)] { done(answerOf(*reply)); });
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

} // namespace signalbox::ui
