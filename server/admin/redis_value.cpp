// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/redis_value.h"

#include "admin/redis_text.h"
#include "redis/client.h"
#include "redis/clients.h"

#include <algorithm>
#include <cmath>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;
using redis::Pending;
using redis::Reply;

namespace {

constexpr qint64 mostStringBytes = 64 * 1024;
constexpr qint64 mostElements = 200;
constexpr qint64 mostCollectionBytes = 512 * 1024; // asked of Redis at once: others wait for their replies behind it
constexpr qint64 largestElement = 2 * 1024 * 1024; // asked for, alone
constexpr qsizetype mostElementBytes = 4 * 1024; // shown of each

// How to ask for a type: its length, and its first elements.
struct TypeWords {
    QByteArrayView type;
    const char *length;
    bool isPaired; // its elements are names with values
};
constexpr TypeWords typeWords[] = {{"list", "LLEN", false},
                                   {"set", "SCARD", false},
                                   {"hash", "HLEN", true},
                                   {"zset", "ZCARD", true},
                                   {"stream", "XLEN", false}};

const TypeWords *wordsOf(QByteArrayView type)
{
    const auto found = std::find_if(std::begin(typeWords), std::end(typeWords),
                                    [type](const TypeWords &words) { return words.type == type; });
    return found == std::end(typeWords) ? nullptr : found;
}

QByteArrayList beginningWords(const KeyRow &row, qint64 elements)
{
    const QByteArray count = QByteArray::number(elements);
    const QByteArray last = QByteArray::number(elements - 1);
    if (row.type == "list")
        return {"LRANGE", row.key, "0", last};
    if (row.type == "zset")
        return {"ZRANGE", row.key, "0", last, "WITHSCORES"};
    if (row.type == "stream")
        return {"XRANGE", row.key, "-", "+", "COUNT", count};
    return {row.type == "set" ? "SSCAN" : "HSCAN", row.key, "0", "COUNT", count};
}

// As many as may be asked for, by their average size; none when even one may be too large.
qint64 elementsToAsk(const KeyRow &row, qint64 length)
{
    const qint64 average = row.size.value_or(0) / std::max<qint64>(length, 1);
    if (average > largestElement)
        return 0;
    return std::clamp<qint64>(mostCollectionBytes / std::max<qint64>(average, 1), 1, mostElements);
}

// Elements as they are shown, and whether that is less than there is.
class Shown {
public:
    QCborValue text(const Reply &element)
    {
        if (element.bytes.size() <= mostElementBytes)
            return readable(element.bytes);
        truncated = true;
        const QByteArray beginning = element.bytes.first(mostElementBytes);
        return textOfBeginning(beginning).value_or(readable(beginning)) + u'…';
    }

    QCborArray texts(const QList<Reply> &elements)
    {
        QCborArray array;
        for (const Reply &element : elements)
            array.append(text(element));
        return array;
    }

    QCborArray pairs(const QList<Reply> &flat, bool secondIsScore)
    {
        QCborArray array;
        for (qsizetype i = 0; i + 1 < flat.size(); i += 2)
            array.append(QCborArray{text(flat[i]), secondIsScore ? score(flat[i + 1]) : text(flat[i + 1])});
        return array;
    }

    QCborArray entries(const QList<Reply> &stream)
    {
        QCborArray array;
        for (const Reply &entry : stream)
            array.append(QCborArray{text(entry.items.value(0)), pairs(entry.items.value(1).items, false)});
        return array;
    }

    bool truncated = false;

private:
    // JSON has no infinity.
    static QCborValue score(const Reply &element)
    {
        const double number = element.bytes.toDouble();
        return std::isfinite(number) ? QCborValue(number) : QCborValue(QString::fromLatin1(element.bytes));
    }
};

QCborValue shownString(const QByteArray &bytes, bool truncated)
{
    const auto text = truncated ? textOfBeginning(bytes) : textOf(bytes);
    if (text)
        return QCborMap{{u"text"_s, *text}};
    return QCborMap{{u"base64"_s, QString::fromLatin1(bytes.toBase64())}};
}

void showElements(KeyContent &content, const KeyRow &row, const Reply &reply)
{
    // SSCAN and HSCAN answer a cursor and the elements, maybe more than they were asked for.
    const bool isScan = row.type == "set" || row.type == "hash";
    const TypeWords &words = *wordsOf(row.type);
    QList<Reply> elements = isScan ? reply.items.value(1).items : reply.items;
    elements = elements.first(std::min<qsizetype>(elements.size(), mostElements * (words.isPaired ? 2 : 1)));
    Shown shown;
    if (row.type == "stream")
        content.value = shown.entries(elements);
    else if (words.isPaired)
        content.value = shown.pairs(elements, row.type == "zset");
    else
        content.value = shown.texts(elements);
    content.truncated = shown.truncated || elements.size() / (words.isPaired ? 2 : 1) < content.length;
}

QCoro::Task<> readString(redis::Clients &clients, telemetry::SpanSink *spans, KeyRow row, KeyContent &content)
{
    Pending length = clients.here().command(spans, "STRLEN", row.key);
    Pending beginning = clients.here().command(spans, "GETRANGE", row.key, 0, mostStringBytes - 1);
    content.length = (co_await std::move(length)).integer;
    const Reply reply = co_await std::move(beginning);
    content.truncated = content.length > reply.bytes.size();
    content.value = shownString(reply.bytes, content.truncated);
}

QCoro::Task<> readCollection(redis::Clients &clients, telemetry::SpanSink *spans, KeyRow row, KeyContent &content)
{
    const char *lengthCommand = wordsOf(row.type)->length;
    const Reply length = co_await clients.here().command(spans, lengthCommand, row.key);
    content.length = length.integer;
    const qint64 elements = elementsToAsk(row, content.length);
    if (elements == 0) {
        content.value = QCborArray();
        content.truncated = true;
        co_return;
    }
    const QByteArrayList words = beginningWords(row, elements);
    const Reply reply = co_await clients.here().command(spans, words);
    showElements(content, row, reply);
}

} // namespace

QCoro::Task<KeyContent> readContent(redis::Clients &clients, telemetry::SpanSink *spans, KeyRow row)
{
    KeyContent content;
    Pending encoding = clients.here().command(spans, "OBJECT", "ENCODING", row.key);
    if (row.type == "string")
        co_await readString(clients, spans, row, content);
    else if (wordsOf(row.type))
        co_await readCollection(clients, spans, row, content);
    const auto told = co_await ifAllowed(std::move(encoding));
    content.encoding = told ? told->bytes : QByteArray();
    co_return content;
}

} // namespace signalbox::admin
