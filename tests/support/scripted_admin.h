// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCborMap>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QUrl>
#include <QUrlQuery>
#include <QWebSocketServer>

#include <functional>
#include <map>

namespace signalbox::test {

// An admin API and feed whose answers the test gives: for what a real server says only when something is wrong with it,
// or in an order that no real one can be held to. CBOR over HTTP/1.1. What has no script is answered 404. Main thread.
class ScriptedAdmin : public QObject {
    Q_OBJECT
public:
    struct Question {
        QByteArray method;
        QString path;
        QUrlQuery query;
        QCborMap body;
        QString parameter(const QString &name) const { return query.queryItemValue(name, QUrl::FullyDecoded); }
    };
    struct Reply {
        int status = 200;
        QCborMap body = {};
    };
    using Script = std::function<Reply(const Question &)>;

    ScriptedAdmin();
    ~ScriptedAdmin() override;

    QUrl url() const;
    // `path` may end with a star, for all that begin so; the longest that fits is taken.
    void on(const QByteArray &method, const QString &path, Script script);
    void on(const QByteArray &method, const QString &path, const QCborMap &answer);

    // Answers wait until it is false again.
    void setHolding(bool holding);
    QList<Question> asked(const QByteArray &method, const QString &path) const;

    void tell(const QString &topic, const QCborMap &data); // to every client of the feed
    void dropFeeds(); // as a server does that goes
    qsizetype feeds() const { return m_feeds.size(); }
    const QList<QCborMap> &feedMessages() const { return m_feedMessages; } // what its clients sent

private:
    void accept();
    void read(QTcpSocket &socket);
    bool takeOne(QTcpSocket &socket);
    void answer(QTcpSocket &socket, const Question &question);
    void openFeed();
    Reply replyTo(const Question &question) const;

    QTcpServer m_server;
    QWebSocketServer m_sockets;
    std::map<std::pair<QByteArray, QString>, Script> m_scripts;
    QList<Question> m_questions;
    QList<std::pair<QPointer<QTcpSocket>, Question>> m_held;
    QList<QWebSocket *> m_feeds;
    QList<QCborMap> m_feedMessages;
    bool m_holding = false;
};

} // namespace signalbox::test
