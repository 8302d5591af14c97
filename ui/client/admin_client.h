// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"

#include <QCborMap>
#include <QObject>
#include <QUrlQuery>

#include <functional>

class QNetworkAccessManager;
class QNetworkReply;
class QNetworkRequest;

namespace signalbox::ui {

// Questions and commands to a server's admin API. Main thread; never blocks. Every answer comes, at the latest after
// ten seconds, unless `context` or this is destroyed first. An answer over 32 MiB counts as none.
class AdminClient : public QObject {
    Q_OBJECT
public:
    struct Answer {
        int status = 0; // 0: no answer came
        QCborMap body;
        int retryAfterSeconds = 0; // what a refusal said of it
        QString error; // for a person: what went wrong and what to do; empty when all went well
        bool ok() const { return status >= 200 && status < 300; }
    };
    using Done = std::function<void(const Answer &)>;

    explicit AdminClient(Endpoint endpoint, QObject *parent = nullptr);

    const Endpoint &endpoint() const;
    void setToken(const QByteArray &token); // for the questions to come

    // While closed, every question is answered by an error and nothing is sent: the address may be another program's
    // by now, which must not get the token. Open at first.
    void setOpen(bool open);

    // `path` as in docs/admin-api.md: "/admin/requests".
    void get(const QString &path, const QUrlQuery &query, QObject *context, Done done);
    void patch(const QString &path, const QCborMap &body, QObject *context, Done done);
    void post(const QString &path, const QCborMap &body, QObject *context, Done done);
    void put(const QString &path, const QCborMap &body, QObject *context, Done done);
    void remove(const QString &path, QObject *context, Done done); // DELETE

    // The request that a question is, for what comes as a stream; send it by network(). An invalid URL while closed.
    QNetworkRequest request(const QString &path, const QUrlQuery &query) const;
    // What went wrong with such a reply, for a person; empty when nothing did. `body` is what came of an error.
    static QString errorOf(const QNetworkReply &reply, const QByteArray &body);

    // For requests to the server's own routes (replay, sample traffic).
    QNetworkAccessManager &network();

private:
    void answerClosed(QObject *context, Done done);
    void send(const QByteArray &method, const QString &path, const QUrlQuery &query, const QCborMap *body,
              QObject *context, Done done);

    Endpoint m_endpoint;
    QNetworkAccessManager *m_network;
    bool m_open = true;
};

} // namespace signalbox::ui
