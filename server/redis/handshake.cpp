// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/handshake.h"

#include "redis/encoding.h"

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

namespace {

QString hintFor(const QByteArray &code, const QByteArray &error)
{
    if (code == "WRONGPASS" || code == "NOPERM")
        return u"check the user and password in REDIS_URL"_s;
    if (code == "NOAUTH")
        return u"it wants a password: REDIS_URL is written redis://user:password@host:6379"_s;
    if (error.contains("without any password"))
        return u"it has no password set: leave it out of REDIS_URL"_s;
    return {};
}

// PING is refused so by one that can't save, or doesn't allow it to this user; it can be used all the same.
bool isUsable(const QByteArray &code)
{
    return code == "MISCONF" || code == "NOPERM";
}

} // namespace

Handshake::Handshake(const RedisUrl &url, const QByteArray &name)
{
    if (!url.password.isEmpty()) {
        QByteArrayList words{"AUTH"};
        if (!url.user.isEmpty())
            words.append(url.user.toUtf8());
        words.append(url.password.toUtf8());
        m_commands.push_back({Step::Authenticate, words});
    }
    if (url.database != 0)
        m_commands.push_back({Step::Select, {"SELECT", QByteArray::number(url.database)}});
    m_commands.push_back({Step::Name, {"CLIENT", "SETNAME", name}});
    m_commands.push_back({Step::Ping, {"PING"}});
}

QByteArray Handshake::bytes() const
{
    QByteArray bytes;
    for (const Command &command : m_commands)
        appendCommand(bytes, command.words);
    return bytes;
}

std::optional<Trouble> Handshake::replied(const Reply &reply)
{
    const Step step = m_commands[m_replies++].step;
    if (reply.kind == Reply::Kind::Error)
        return troubleOf(step, reply.bytes);
    return {};
}

std::optional<Trouble> Handshake::troubleOf(Step step, const QByteArray &error)
{
    const QByteArray code = RedisError::codeOf(error);
    const QString text = QString::fromUtf8(error);
    switch (step) {
    case Step::Name:
        return {};
    case Step::Ping:
        if (isUsable(code))
            return {};
        return Trouble{text, hintFor(code, error), code};
    case Step::Select:
        return Trouble{text, u"check the database in REDIS_URL"_s, code};
    case Step::Authenticate:
        break;
    }
    const QString hint = hintFor(code, error);
    return Trouble{text, hint.isEmpty() ? u"check the user and password in REDIS_URL"_s : hint, code};
}

} // namespace signalbox::redis
