// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/header_field.h"

#include "http/text_format.h"

#include <algorithm>

namespace signalbox::mail {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qsizetype longestText = 1000;
// Of a line: RFC 5322 recommends 78, RFC 2047 allows one with encoded words 76.
constexpr qsizetype longestLine = 76;
constexpr qsizetype longestPlainWord = 60;
// Makes a word of 64 characters, so that the first one still stands beside the name of its field.
constexpr qsizetype encodedBytes = 39;

bool isPrintable(QChar character)
{
    return character >= u' ' && character <= u'~';
}

// Reads the same after it has been folded at its spaces, and isn't taken for an encoded word.
bool isPlain(const QString &text)
{
    const QStringList words = text.split(u' ');
    const auto isSound = [](const QString &word) { return !word.isEmpty() && word.size() <= longestPlainWord; };
    return std::ranges::all_of(text, isPrintable) && std::ranges::all_of(words, isSound) && !text.contains("=?"_L1);
}

// What may stand in a phrase without quotes (RFC 5322, 3.2.3), and the space between.
bool isAtomic(char character)
{
    const bool isAlphanumeric = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
    return isAlphanumeric || QByteArrayView(" !#$%&'*+-/=?^_`{|}~").contains(character);
}

QByteArray encodedWord(const QByteArray &bytes)
{
    return "=?UTF-8?B?" + bytes.toBase64() + "?=";
}

// Each has whole characters.
QByteArrayList encodedWords(const QString &text)
{
    QByteArrayList words;
    QByteArray bytes;
    for (const char32_t character : text.toUcs4()) {
        const QByteArray encoded = QString::fromUcs4(&character, 1).toUtf8();
        if (bytes.size() + encoded.size() > encodedBytes)
            words.append(encodedWord(std::exchange(bytes, {})));
        bytes += encoded;
    }
    words.append(encodedWord(bytes));
    return words;
}

QByteArray quoted(QByteArray text)
{
    return '"' + text.replace('\\', "\\\\").replace('"', "\\\"") + '"';
}

} // namespace

HeaderField::HeaderField(const QByteArray &name)
    : m_lines(name + ':')
{
}

bool HeaderField::takes(const QString &text)
{
    const auto isControl = [](QChar character) { return character.category() == QChar::Other_Control; };
    return text.size() <= longestText && http::isSoundText(text) && std::ranges::none_of(text, isControl);
}

HeaderField &HeaderField::text(const QString &text)
{
    return words(isPlain(text) ? text.toLatin1().split(' ') : encodedWords(text));
}

HeaderField &HeaderField::phrase(const QString &text)
{
    if (!isPlain(text))
        return words(encodedWords(text));
    const QByteArray plain = text.toLatin1();
    return words((std::ranges::all_of(plain, isAtomic) ? plain : quoted(plain)).split(' '));
}

HeaderField &HeaderField::word(const QByteArray &word)
{
    // The first stays with the name: a line of a name alone is taken for a fault by some.
    const bool isFirst = m_lines.endsWith(':');
    if (!isFirst && m_lines.size() - m_lineStart + 1 + word.size() > longestLine) {
        m_lines += "\r\n";
        m_lineStart = m_lines.size();
    }
    m_lines += ' ' + word;
    return *this;
}

HeaderField &HeaderField::words(const QByteArrayList &words)
{
    for (const QByteArray &each : words)
        word(each);
    return *this;
}

QByteArray HeaderField::ended() const
{
    return m_lines + "\r\n";
}

} // namespace signalbox::mail
