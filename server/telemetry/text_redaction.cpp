// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "telemetry/text_redaction.h"

#include "telemetry/json_text.h"
#include "telemetry/json_unescape.h"
#include "telemetry/secret_names.h"

#include <algorithm>

namespace signalbox::telemetry {

namespace {

// Texts within texts that are looked into: an echo of JSON that holds an address is two.
constexpr int deepest = 4;

bool isOneOf(QByteArrayView set, char c)
{
    return set.contains(c);
}

qsizetype indexOfAny(QByteArrayView text, QByteArrayView set, qsizetype from)
{
    const auto found = std::find_if(text.begin() + from, text.end(), [set](char c) { return isOneOf(set, c); });
    return found - text.begin();
}

// A JSON string's content as it is written, without the quotes.
QByteArray escapedJson(QByteArrayView content)
{
    QByteArray out(jsonStringRoom(content.size()), Qt::Uninitialized);
    const char *end = putJsonString(out.data(), content);
    return out.mid(1, end - out.constData() - 2);
}

// Kept readable, so that the mark is.
QByteArray percentEncoded(const QByteArray &text)
{
    return text.toPercentEncoding("+[]");
}

// What may stand before the `=` in `user[password][]`, as one word: "pin" of "user[pin]", "a pin" and "#pin".
QByteArrayView lastWord(QByteArrayView name)
{
    constexpr qsizetype longest = 64;
    while (!name.isEmpty() && isOneOf("[]", name.back()))
        name.chop(1);
    qsizetype length = 0;
    while (length < std::min(longest, name.size()) && !isOneOf("[(.#,:+", name[name.size() - length - 1]))
        ++length;
    return name.last(length);
}

// Copies a text without the values of secret names. Not a parser: it must do its work on what is cut off, or no JSON
// and no form at all. Each byte is looked at a bounded number of times.
class TextRedactor {
public:
    TextRedactor(QByteArrayView text, int depth)
        : m_text(text)
        , m_depth(depth)
    {
    }

    QByteArray run()
    {
        m_out.reserve(m_text.size());
        while (m_at < m_text.size()) {
            copyUntil(indexOfAny(m_text, "\"=", m_at));
            if (m_at == m_text.size())
                break;
            if (m_text[m_at] == '"')
                copyString();
            else
                copyAssignment();
            m_nameFloor = m_at;
        }
        return m_out;
    }

private:
    void copyUntil(qsizetype end)
    {
        m_out.append(m_text.sliced(m_at, end - m_at));
        m_at = end;
    }

    // ---- "name": value

    void copyString()
    {
        const qsizetype quote = closingQuote(m_at);
        const qsizetype end = std::min(quote + 1, m_text.size());
        const QByteArrayView content = m_text.sliced(m_at + 1, quote - m_at - 1);
        const qsizetype colon = pastSpace(end);
        const bool isKey = colon < m_text.size() && m_text[colon] == ':';
        if (isKey && isSecretName(content)) {
            const qsizetype value = pastSpace(colon + 1);
            copyUntil(value);
            m_out.append('"').append(redactedMark).append('"');
            m_at = endOfValue(value);
            return;
        }
        m_out.append('"').append(redactedString(content));
        m_at = quote;
        copyUntil(end);
    }

    // Where the string ends whose first quote is at `at`: the text's end when it is cut off.
    qsizetype closingQuote(qsizetype at) const
    {
        for (++at; at < m_text.size() && m_text[at] != '"'; ++at) {
            if (m_text[at] == '\\')
                ++at;
        }
        return std::min(at, m_text.size());
    }

    qsizetype endOfString(qsizetype at) const { return std::min(closingQuote(at) + 1, m_text.size()); }

    qsizetype pastSpace(qsizetype at) const
    {
        while (at < m_text.size() && isOneOf(" \t\r\n", m_text[at]))
            ++at;
        return at;
    }

    qsizetype endOfValue(qsizetype at) const
    {
        int depth = 0;
        while (at < m_text.size()) {
            const char c = m_text[at];
            if (depth == 0 && isOneOf(",}]\n", c))
                return at;
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
            at = c == '"' ? endOfString(at) : at + 1;
        }
        return m_text.size();
    }

    // ---- name=value

    void copyAssignment()
    {
        const bool secret = isSecret(nameBefore(m_at));
        copyUntil(m_at + 1);
        if (m_at == m_text.size() || isOneOf("&\r\n", m_text[m_at]))
            return;
        if (!secret)
            return copyEncoded(indexOfAny(m_text, "&;?=\"\r\n", m_at));
        m_out.append(redactedMark);
        m_at = indexOfAny(m_text, "&\r\n", m_text[m_at] == '"' ? endOfString(m_at) : m_at);
    }

    QByteArrayView nameBefore(qsizetype equals) const
    {
        qsizetype begin = equals;
        while (begin > m_nameFloor && !isOneOf("&;? \t\r\n", m_text[begin - 1]))
            --begin;
        return m_text.sliced(begin, equals - begin);
    }

    static bool isSecret(QByteArrayView name) { return isSecretName(name) || isSecretName(lastWord(name)); }

    // ---- Texts within the text

    QByteArray redactedString(QByteArrayView content) const
    {
        const bool escaped = content.contains('\\');
        if (!escaped && !content.contains('='))
            return content.toByteArray();
        if (m_depth == deepest)
            return redactedMark.toByteArray();
        const QByteArray text = escaped ? unescapedJson(content) : content.toByteArray();
        const QByteArray kept = TextRedactor(text, m_depth + 1).run();
        return kept == text ? content.toByteArray() : escapedJson(kept);
    }

    void copyEncoded(qsizetype end)
    {
        const QByteArrayView value = m_text.sliced(m_at, end - m_at);
        m_out.append(value.contains('%') ? redactedEncoded(value) : value.toByteArray());
        m_at = end;
    }

    QByteArray redactedEncoded(QByteArrayView value) const
    {
        if (m_depth == deepest)
            return redactedMark.toByteArray();
        const QByteArray text = QByteArray::fromPercentEncoding(value.toByteArray());
        const QByteArray kept = TextRedactor(text, m_depth + 1).run();
        return kept == text ? value.toByteArray() : percentEncoded(kept);
    }

    const QByteArrayView m_text;
    const int m_depth;
    QByteArray m_out;
    qsizetype m_at = 0;
    qsizetype m_nameFloor = 0; // a name that is assigned to begins here, or later
};

} // namespace

QByteArray redactedText(QByteArrayView text)
{
    return TextRedactor(text, 0).run();
}

} // namespace signalbox::telemetry
