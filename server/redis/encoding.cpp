// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "redis/encoding.h"

#include <algorithm>

namespace signalbox::redis {

namespace {

constexpr qsizetype frameSize = 16; // "$", a length, and two ends of lines
constexpr qsizetype longestNamespace = 40;

void appendCount(QByteArray &bytes, char kind, qsizetype count)
{
    char text[24];
    text[0] = kind;
    char *end = std::to_chars(text + 1, text + sizeof text - 2, count).ptr;
    *end++ = '\r';
    *end++ = '\n';
    bytes.append(text, end - text);
}

void appendWord(QByteArray &bytes, QByteArrayView word)
{
    appendCount(bytes, '$', word.size());
    bytes.append(word);
    bytes.append("\r\n", 2);
}

bool isOfName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.';
}

} // namespace

void appendCommand(QByteArray &bytes, std::span<const Word> words)
{
    appendCount(bytes, '*', qsizetype(words.size()));
    for (const Word &word : words)
        appendWord(bytes, word.bytes());
}

void appendCommand(QByteArray &bytes, const QByteArrayList &words)
{
    appendCount(bytes, '*', words.size());
    for (const QByteArray &word : words)
        appendWord(bytes, word);
}

void appendScript(QByteArray &bytes, QByteArrayView command, QByteArrayView script, const QByteArrayList &keys,
                  const QByteArrayList &arguments)
{
    appendCount(bytes, '*', 3 + keys.size() + arguments.size());
    appendWord(bytes, command);
    appendWord(bytes, script);
    appendWord(bytes, Word(keys.size()).bytes());
    for (const QByteArray &key : keys)
        appendWord(bytes, key);
    for (const QByteArray &argument : arguments)
        appendWord(bytes, argument);
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
