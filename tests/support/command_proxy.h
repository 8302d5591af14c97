// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "redis/redis_url.h"
#include "redis/reply_reader.h"
#include "redis/script.h"

#include <QByteArrayList>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>
#include <QTemporaryDir>

#include <functional>
#include <optional>

namespace signalbox::test {

// Between clients and a Redis on Unix sockets, one command of a connection at a time: what becomes of each is the
// test's to say. One thread, with an event loop.
class CommandProxy {
public:
    enum class Fate {
        PassedOn,
        CutBefore, // Redis never sees it, and the connection is closed
        CutAfter, // Redis has done it; the connection is closed instead of the reply
        Held, // the reply waits for release()
    };
    using Judge = std::function<Fate(const QByteArrayList &words)>;

    explicit CommandProxy(redis::RedisUrl server)
        : m_server(std::move(server))
    {
        QObject::connect(&m_listener, &QLocalServer::newConnection, &m_listener, [this] { accept(); });
        if (!m_listener.listen(url().path))
            qFatal("the proxy can't listen");
    }

    redis::RedisUrl url() const
    {
        redis::RedisUrl url;
        url.path = m_folder.filePath(QStringLiteral("proxy.sock"));
        return url;
    }

    void setJudge(Judge judge) { m_judge = std::move(judge); } // of all commands, those of a greeting too
    bool isHolding() const { return !m_held.isEmpty(); }
    void release()
    {
        for (const QPointer<Link> &link : std::exchange(m_held, {})) {
            if (link)
                answer(*link);
        }
    }
    int connections() const { return m_connections; }
    int commands() const { return m_commands; }

private:
    // Of one client; goes with its socket.
    struct Link : QObject {
        explicit Link(QLocalSocket *socket)
            : QObject(socket)
            , client(socket)
            , server(new QLocalSocket(this))
        {
        }
        QLocalSocket *const client;
        QLocalSocket *const server;
        QByteArray asked; // and not yet passed on
        QByteArray reply; // as far as it has come
        redis::ReplyReader reader{qsizetype(1) << 30};
        Fate fate = Fate::PassedOn; // of what Redis has been asked
        bool isAsking = false;
    };

    void accept()
    {
        ++m_connections;
        QLocalSocket *client = m_listener.nextPendingConnection();
        auto *link = new Link(client);
        QObject::connect(client, &QLocalSocket::disconnected, client, &QObject::deleteLater);
        QObject::connect(link->server, &QLocalSocket::disconnected, client, &QLocalSocket::abort);
        QObject::connect(link->server, &QLocalSocket::errorOccurred, client, &QLocalSocket::abort);
        QObject::connect(client, &QLocalSocket::readyRead, link, [this, link] {
            link->asked += link->client->readAll();
            ask(*link);
        });
        QObject::connect(link->server, &QLocalSocket::readyRead, link, [this, link] { hear(*link); });
        link->server->connectToServer(m_server.path);
    }

    void ask(Link &link)
    {
        qsizetype size = 0;
        const std::optional<QByteArrayList> words = link.isAsking ? std::nullopt : firstOf(link.asked, size);
        if (!words)
            return;
        ++m_commands;
        link.fate = m_judge ? m_judge(*words) : Fate::PassedOn;
        if (link.fate == Fate::CutBefore)
            return link.client->abort();
        link.isAsking = true;
        link.server->write(link.asked.first(size));
        link.asked.remove(0, size);
    }

    void hear(Link &link)
    {
        const QByteArray bytes = link.server->readAll();
        link.reply += bytes;
        for (qsizetype from = 0; from < bytes.size(); from += redis::ReplyReader::bestPiece)
            link.reader.feed(bytes.mid(from, redis::ReplyReader::bestPiece));
        redis::Reply reply;
        if (link.reader.next(reply) != redis::ReplyReader::Outcome::Complete)
            return;
        if (link.fate == Fate::CutAfter)
            link.client->abort();
        else if (link.fate == Fate::Held)
            m_held.append(&link);
        else
            answer(link);
    }

    void answer(Link &link)
    {
        link.client->write(std::exchange(link.reply, {}));
        link.client->flush(); // before it may be closed
        link.isAsking = false;
        ask(link);
    }

    // The first command of what was asked, if it is there as a whole, and its bytes.
    static std::optional<QByteArrayList> firstOf(const QByteArray &bytes, qsizetype &size)
    {
        qsizetype at = 0;
        std::optional<qsizetype> count = number(bytes, at);
        QByteArrayList words;
        for (; count && *count > 0; --*count) {
            const std::optional<qsizetype> length = number(bytes, at);
            if (!length || at + *length + 2 > bytes.size())
                return std::nullopt;
            words.append(bytes.mid(at, *length));
            at += *length + 2;
        }
        size = at;
        return words.isEmpty() ? std::nullopt : std::optional(words);
    }

    // Of a line: *3 or $5.
    static std::optional<qsizetype> number(const QByteArray &bytes, qsizetype &at)
    {
        const qsizetype end = bytes.indexOf("\r\n", at);
        if (end < 0)
            return std::nullopt;
        const qsizetype number = bytes.mid(at + 1, end - at - 1).toLongLong();
        at = end + 2;
        return number;
    }

    const redis::RedisUrl m_server;
    QTemporaryDir m_folder;
    QLocalServer m_listener;
    Judge m_judge;
    QList<QPointer<Link>> m_held;
    int m_connections = 0;
    int m_commands = 0;
};

// Whether a command runs a script.
inline bool runs(const QByteArrayList &words, const redis::Script &script)
{
    return (words.value(0) == "EVALSHA" && script.sha1() == words.value(1))
        || (words.value(0) == "EVAL" && script.text() == words.value(1));
}

} // namespace signalbox::test
