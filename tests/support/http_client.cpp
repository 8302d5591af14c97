// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/http_client.h"

#include <QCborValue>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimer>

namespace signalbox::test {

namespace {

constexpr int patienceMs = 10'000;

// As QTest::qWaitFor(), which sleeps 10 ms before each further look; this one is woken by what happens.
template <typename Condition> bool waitUntil(const Condition &condition)
{
    QTimer limit;
    limit.setSingleShot(true);
    limit.start(patienceMs);
    while (limit.isActive()) {
        if (condition())
            return true;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return condition();
}

Answer parseHead(const QByteArray &head)
{
    Answer answer;
    const QList<QByteArray> lines = head.split('\n');
    answer.status = lines.first().split(' ').value(1).toInt();
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            answer.headers.append({line.first(colon), line.sliced(colon + 1).trimmed()});
    }
    return answer;
}

// The size of a chunked body on the wire, -1 while it is not complete; `body` gets what it carries.
qsizetype dechunk(const QByteArray &wire, qsizetype position, QByteArray &body)
{
    for (;;) {
        const qsizetype lineEnd = wire.indexOf("\r\n", position);
        if (lineEnd < 0)
            return -1;
        const qsizetype size = wire.sliced(position, lineEnd - position).toLongLong(nullptr, 16);
        const qsizetype next = lineEnd + 2 + size + 2;
        if (next > wire.size())
            return -1;
        body += wire.sliced(lineEnd + 2, size);
        position = next;
        if (size == 0)
            return position;
    }
}

} // namespace

QByteArray Answer::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QJsonObject Answer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QCborMap Answer::cbor() const
{
    return QCborValue::fromCbor(body).toMap();
}

HttpClient::HttpClient(const QUrl &server)
{
    m_socket.connectToHost(server.host(), quint16(server.port()));
    if (!waitUntil([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }))
        qWarning("No connection to %s", qPrintable(server.toString()));
}

void HttpClient::send(const QByteArray &bytes)
{
    m_socket.write(bytes);
    m_socket.flush();
}

void HttpClient::request(const QByteArray &method, const QByteArray &target, const Fields &fields,
                         const QByteArray &body)
{
    QByteArray message = method + ' ' + target + " HTTP/1.1\r\nHost: " + m_socket.peerName().toLatin1() + ':'
        + QByteArray::number(m_socket.peerPort()) + "\r\n";
    for (const auto &[name, value] : fields)
        message += name + ": " + value + "\r\n";
    if (!body.isEmpty())
        message += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    send(message + "\r\n" + body);
}

Answer HttpClient::read()
{
    std::optional<Answer> answer;
    const auto arrived = [&] {
        m_received += m_socket.readAll();
        answer = take();
        return answer.has_value() || m_socket.state() != QAbstractSocket::ConnectedState;
    };
    if (!waitUntil(arrived) || answer)
        return answer.value_or(Answer());
    m_received += m_socket.readAll();
    return take().value_or(Answer());
}

Answer HttpClient::ask(const QByteArray &method, const QByteArray &target, const Fields &fields, const QByteArray &body)
{
    request(method, target, fields, body);
    return read();
}

bool HttpClient::isClosed()
{
    return waitUntil([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; });
}

std::optional<Answer> HttpClient::take()
{
    const qsizetype headEnd = m_received.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return std::nullopt;
    Answer answer = parseHead(m_received.first(headEnd));
    if (answer.status == 100) {
        m_received.remove(0, headEnd + 4);
        return take();
    }
    if (!takeBody(answer, headEnd + 4))
        return std::nullopt;
    return answer;
}

bool HttpClient::takeBody(Answer &answer, qsizetype headSize)
{
    qsizetype end = headSize + answer.header("Content-Length").toLongLong();
    if (answer.header("Transfer-Encoding") == "chunked") {
        end = dechunk(m_received, headSize, answer.body);
        if (end < 0)
            return false;
    } else {
        if (end > m_received.size())
            return false;
        answer.body = m_received.sliced(headSize, end - headSize);
    }
    m_received.remove(0, end);
    return true;
}

} // namespace signalbox::test
