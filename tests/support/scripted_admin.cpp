// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/scripted_admin.h"

#include <QCborValue>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QWebSocket>

namespace signalbox::test {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr QByteArrayView EndOfHead("\r\n\r\n");

qsizetype bodyLength(const QByteArray &head)
{
    for (const QByteArray &line : head.split('\n'))
        if (line.toLower().startsWith("content-length:"))
            return line.mid(line.indexOf(':') + 1).trimmed().toLongLong();
    return 0;
}

ScriptedAdmin::Question questionOf(const QByteArray &head, const QByteArray &body)
{
    const QList<QByteArray> line = head.left(head.indexOf('\r')).split(' ');
    const QUrl target = QUrl::fromEncoded(line.value(1));
    return {line.value(0), target.path(), QUrlQuery(target),
            QCborMap::fromJsonObject(QJsonDocument::fromJson(body).object())};
}

} // namespace

ScriptedAdmin::ScriptedAdmin()
    : m_sockets(u"scripted"_s, QWebSocketServer::NonSecureMode)
{
    m_sockets.setSupportedSubprotocols({u"signalbox.v1.cbor"_s});
    connect(&m_server, &QTcpServer::newConnection, this, &ScriptedAdmin::accept);
    connect(&m_sockets, &QWebSocketServer::newConnection, this, &ScriptedAdmin::openFeed);
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("no port is free");
    on("GET", u"/admin/info"_s, QCborMap{{"state"_L1, "listening"_L1}});
    on("GET", u"/admin/settings"_s, QCborMap{});
}

ScriptedAdmin::~ScriptedAdmin()
{
    for (QWebSocket *feed : std::as_const(m_feeds))
        feed->disconnect(this); // they close when they go
}

QUrl ScriptedAdmin::url() const
{
    return QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort()));
}

void ScriptedAdmin::on(const QByteArray &method, const QString &path, Script script)
{
    m_scripts[{method, path}] = std::move(script);
}

void ScriptedAdmin::on(const QByteArray &method, const QString &path, const QCborMap &answer)
{
    on(method, path, [answer](const Question &) { return Reply{200, answer}; });
}

void ScriptedAdmin::setHolding(bool holding)
{
    m_holding = holding;
    if (holding)
        return;
    for (const auto &[socket, question] : std::exchange(m_held, {}))
        if (socket)
            answer(*socket, question);
}

QList<ScriptedAdmin::Question> ScriptedAdmin::asked(const QByteArray &method, const QString &path) const
{
    QList<Question> found;
    for (const Question &question : m_questions)
        if (question.method == method && question.path == path)
            found.append(question);
    return found;
}

void ScriptedAdmin::tell(const QString &topic, const QCborMap &data)
{
    const QCborMap message{{"topic"_L1, topic}, {"at"_L1, 0}, {"data"_L1, data}};
    for (QWebSocket *feed : std::as_const(m_feeds))
        feed->sendBinaryMessage(message.toCborValue().toCbor());
}

void ScriptedAdmin::dropFeeds()
{
    for (QWebSocket *feed : QList<QWebSocket *>(m_feeds))
        feed->close();
}

void ScriptedAdmin::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection())
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
}

void ScriptedAdmin::read(QTcpSocket &socket)
{
    if (socket.peek(32).startsWith("GET /admin/feed")) {
        socket.disconnect(this);
        m_sockets.handleConnection(&socket);
        return;
    }
    while (takeOne(socket)) { }
}

bool ScriptedAdmin::takeOne(QTcpSocket &socket)
{
    const QByteArray bytes = socket.peek(socket.bytesAvailable());
    const qsizetype head = bytes.indexOf(EndOfHead);
    const qsizetype length = head < 0 ? 0 : bodyLength(bytes.left(head));
    if (head < 0 || bytes.size() < head + EndOfHead.size() + length)
        return false;
    socket.read(head + EndOfHead.size() + length);
    const Question question = questionOf(bytes.left(head), bytes.mid(head + EndOfHead.size(), length));
    m_questions.append(question);
    if (m_holding)
        m_held.append({&socket, question});
    else
        answer(socket, question);
    return true;
}

void ScriptedAdmin::answer(QTcpSocket &socket, const Question &question)
{
    const Reply reply = replyTo(question);
    const QByteArray body = reply.status == 204 ? QByteArray() : reply.body.toCborValue().toCbor();
    socket.write("HTTP/1.1 " + QByteArray::number(reply.status) + " Scripted\r\nContent-Type: application/cbor\r\n"
                 + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

ScriptedAdmin::Reply ScriptedAdmin::replyTo(const Question &question) const
{
    const Script *best = nullptr;
    qsizetype length = -1;
    for (const auto &[key, script] : m_scripts) {
        const auto &[method, path] = key;
        const bool fits = path.endsWith('*'_L1) ? question.path.startsWith(path.chopped(1)) : question.path == path;
        if (method != question.method || !fits || path.size() <= length)
            continue;
        best = &script;
        length = path.size();
    }
    return best ? (*best)(question) : Reply{404, {{"error"_L1, "There is no such thing"_L1}}};
}

void ScriptedAdmin::openFeed()
{
    while (QWebSocket *feed = m_sockets.nextPendingConnection()) {
        feed->setParent(this);
        m_feeds.append(feed);
        connect(feed, &QWebSocket::binaryMessageReceived, this,
                [this](const QByteArray &message) { m_feedMessages.append(QCborValue::fromCbor(message).toMap()); });
        connect(feed, &QWebSocket::disconnected, this, [this, feed] {
            m_feeds.removeOne(feed);
            feed->deleteLater();
        });
    }
}

} // namespace signalbox::test
