// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/request_replayer.h"

#include "client/session.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <memory>

namespace signalbox::ui {

namespace {

// What has come of an answer so far.
struct Receiving {
    QElapsedTimer clock;
    QByteArray body;
    bool truncated = false;
};

QNetworkRequest networkRequest(const RepeatableRequest &request, const QByteArray &original)
{
    QNetworkRequest result(QUrl::fromEncoded(request.url()));
    result.setTransferTimeout(int(std::chrono::milliseconds(RequestReplayer::Timeout).count()));
    result.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    result.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    result.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    for (const auto &[name, value] : request.headers) {
        // Qt decodes an answer only if it asked for the coding itself.
        if (name.compare("accept-encoding", Qt::CaseInsensitive) != 0)
            result.setRawHeader(name, value);
    }
    result.setRawHeader("x-signalbox-replay", original);
    if (headerValue(request.headers, "user-agent").isEmpty())
        result.setRawHeader("User-Agent", "Signalbox");
    return result;
}

void receive(QNetworkReply &reply, Receiving &received)
{
    const qint64 room = RequestReplayer::MaxAnswerBytes - received.body.size();
    received.body += reply.read(room);
    if (reply.bytesAvailable() == 0)
        return;
    received.truncated = true;
    reply.abort();
}

RequestReplayer::Outcome failed(const QString &error)
{
    RequestReplayer::Outcome outcome;
    outcome.error = error;
    return outcome;
}

RequestReplayer::Outcome outcomeOf(QNetworkReply &reply, const Receiving &received)
{
    RequestReplayer::Outcome outcome;
    outcome.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    outcome.id = reply.rawHeader("x-request-id");
    for (const auto &[name, value] : reply.rawHeaderPairs())
        outcome.headers.append({name, value});
    outcome.body = received.body;
    outcome.truncated = received.truncated;
    outcome.ms = double(received.clock.nsecsElapsed()) / 1e6;
    if (outcome.status == 0)
        outcome.error = RequestReplayer::tr("No answer: %1.").arg(reply.errorString());
    return outcome;
}

} // namespace

RequestReplayer::RequestReplayer(QObject *parent)
    : QObject(parent)
{
}

void RequestReplayer::setSession(Session *session)
{
    m_session = session;
}

void RequestReplayer::send(const RepeatableRequest &request, const QByteArray &original, QObject *context, Done done)
{
    if (!m_session)
        return done(failed(tr("No server is attached.")));
    const QNetworkRequest question = networkRequest(request, original);
    if (!question.url().isValid())
        return done(
            failed(tr("“%1” is no address: %2.").arg(QString::fromUtf8(request.path), question.url().errorString())));
    auto received = std::make_shared<Receiving>();
    received->clock.start();
    QNetworkReply *reply = m_session->client().network().sendCustomRequest(question, request.method, request.body);
    reply->setReadBufferSize(MaxAnswerBytes);
    connect(reply, &QNetworkReply::readyRead, reply, [reply, received] { receive(*reply, *received); });
    connect(reply, &QNetworkReply::finished, context, [reply, received, done = std::move(done)] {
        if (!received->truncated)
            received->body += reply->read(MaxAnswerBytes - received->body.size());
        done(outcomeOf(*reply, *received));
    });
    connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
}

} // namespace signalbox::ui
