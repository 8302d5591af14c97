// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/reply_reader.h"

#include <algorithm>
#include <hiredis/read.h>

namespace signalbox::redis {

using namespace Qt::Literals::StringLiterals;

// What the parser calls with each part. It finds the part's place by the task, which names the list that it is in.
struct ReplyReader::Builder {
    static constexpr qsizetype reserved = 1024; // a list may be said to be longer than it is

    static Builder &of(const redisReadTask *task) { return *static_cast<Builder *>(task->privdata); }

    static Reply *place(const redisReadTask *task, qsizetype size)
    {
        Builder &builder = of(task);
        builder.cost += qsizetype(sizeof(Reply)) + size;
        if (builder.cost > builder.largest)
            return nullptr;
        if (!task->parent)
            return &(builder.root = Reply());
        auto *list = static_cast<Reply *>(task->parent->obj);
        list->items.append(Reply());
        return &list->items.last();
    }

    static void *createString(const redisReadTask *task, char *text, size_t size)
    {
        Reply *reply = place(task, qsizetype(size));
        if (!reply)
            return nullptr;
        reply->kind = kindOf(task->type);
        reply->bytes = QByteArray(text, qsizetype(size));
        return reply;
    }

    // The count is an int in older releases and a size_t in newer ones.
    template <typename Count> static void *createList(const redisReadTask *task, Count count)
    {
        Reply *reply = place(task, 0);
        if (!reply)
            return nullptr;
        reply->kind = Reply::Kind::List;
        reply->items.reserve(std::min(qsizetype(count), reserved));
        return reply;
    }

    static void *createInteger(const redisReadTask *task, long long number)
    {
        Reply *reply = place(task, 0);
        if (!reply)
            return nullptr;
        reply->kind = Reply::Kind::Integer;
        reply->integer = number;
        return reply;
    }

    static void *createNil(const redisReadTask *task) { return place(task, 0); }
    static void ignore(void *) { }

    static Reply::Kind kindOf(int type)
    {
        switch (type) {
        case REDIS_REPLY_STATUS:
            return Reply::Kind::Status;
        case REDIS_REPLY_ERROR:
            return Reply::Kind::Error;
        default:
            return Reply::Kind::Bytes;
        }
    }

    static redisReplyObjectFunctions *functions()
    {
        static redisReplyObjectFunctions all = [] {
            redisReplyObjectFunctions made{}; // newer releases have some for RESP3, which nobody asks for
            made.createString = createString;
            made.createArray = createList;
            made.createInteger = createInteger;
            made.createNil = createNil;
            made.freeObject = ignore;
            return made;
        }();
        return &all;
    }

    Reply root;
    qsizetype largest;
    qsizetype cost = 0; // of the reply that is being made
};

ReplyReader::ReplyReader(qsizetype largest)
    : m_builder(new Builder{{}, largest})
    , m_reader(redisReaderCreateWithFunctions(Builder::functions()))
{
    Q_CHECK_PTR(m_reader);
    m_reader->privdata = m_builder.get();
}

ReplyReader::~ReplyReader()
{
    redisReaderFree(m_reader);
}

void ReplyReader::feed(QByteArrayView bytes)
{
    redisReaderFeed(m_reader, bytes.data(), size_t(bytes.size()));
}

ReplyReader::Outcome ReplyReader::next(Reply &reply)
{
    void *complete = nullptr;
    if (redisReaderGetReply(m_reader, &complete) != 0)
        return Outcome::Broken;
    if (complete) {
        reply = std::move(m_builder->root);
        m_builder->cost = 0;
        return Outcome::Complete;
    }
    const auto unread = qsizetype(m_reader->len - m_reader->pos);
    if (m_builder->cost + unread <= m_builder->largest)
        return Outcome::Incomplete;
    m_builder->cost = m_builder->largest + 1;
    return Outcome::Broken;
}

QString ReplyReader::error() const
{
    if (m_builder->cost > m_builder->largest)
        return u"a reply of Redis is larger than %1 MiB"_s.arg(m_builder->largest >> 20);
    return u"what came is no reply of Redis: "_s + QString::fromLatin1(m_reader->errstr);
}

} // namespace signalbox::redis
