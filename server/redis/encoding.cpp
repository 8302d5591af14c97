// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/encoding.h"

#include <algorithm>

namespace signalbox::redis {

namespace {

constexpr qsizetype frameSize = 26; // of a word: "$", a length, and two ends of lines
constexpr qsizetype longestNamespace = 40;

// Writes into room that is made once, at the end of what is there.
class CommandWriter {
public:
    CommandWriter(QByteArray &bytes, qsizetype room)
        : m_bytes(bytes)
    {
        const qsizetype size = bytes.size();
        bytes.resize(size + room);
        m_at = bytes.data() + size;
    }
    ~CommandWriter() { m_bytes.resize(m_at - m_bytes.constData()); }
    CommandWriter(const CommandWriter &) = delete;
    CommandWriter &operator=(const CommandWriter &) = delete;

    void count(char kind, qsizetype number)
    {
        *m_at++ = kind;
        m_at = std::to_chars(m_at, m_at + 20, number).ptr;
        end();
    }
    void word(QByteArrayView bytes)
    {
        count('$', bytes.size());
        m_at = std::copy(bytes.begin(), bytes.end(), m_at);
        end();
    }
    void words(const QByteArrayList &all)
    {
        for (const QByteArray &bytes : all)
            word(bytes);
    }

private:
    void end()
    {
        *m_at++ = '\r';
        *m_at++ = '\n';
    }

    QByteArray &m_bytes;
    char *m_at = nullptr;
};

bool isOfName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.';
}

} // namespace

void appendCommand(QByteArray &bytes, std::span<const Word> words)
{
    CommandWriter writer(bytes, encodedSize(words));
    writer.count('*', qsizetype(words.size()));
    for (const Word &word : words)
        writer.word(word.bytes());
}

void appendCommand(QByteArray &bytes, const QByteArrayList &words)
{
    CommandWriter writer(bytes, encodedSize(words));
    writer.count('*', words.size());
    writer.words(words);
}

void appendScript(QByteArray &bytes, QByteArrayView command, QByteArrayView script, const QByteArrayList &keys,
                  const QByteArrayList &arguments)
{
    const Word words[] = {command, script, keys.size()};
    CommandWriter writer(bytes, encodedSize(words) + encodedSize(keys) + encodedSize(arguments));
    writer.count('*', 3 + keys.size() + arguments.size());
    for (const Word &word : words)
        writer.word(word.bytes());
    writer.words(keys);
    writer.words(arguments);
}

qsizetype encodedSize(std::span<const Word> words)
{
    qsizetype size = frameSize;
    for (const Word &word : words)
        size += word.bytes().size() + frameSize;
    return size;
}

qsizetype encodedSize(const QByteArrayList &words)
{
    qsizetype size = frameSize;
    for (const QByteArray &word : words)
        size += word.size() + frameSize;
    return size;
}

// A key without a namespace may be somebody's secret.
QByteArray spanName(QByteArrayView command, QByteArrayView key)
{
    const qsizetype colon = key.first(std::min(key.size(), longestNamespace)).indexOf(':');
    if (colon <= 0 || !std::all_of(key.begin(), key.begin() + colon, isOfName))
        return command.toByteArray();
    QByteArray name;
    name.reserve(command.size() + colon + 2);
    name.append(command).append(' ').append(key.first(colon + 1));
    return name;
}

} // namespace signalbox::redis
