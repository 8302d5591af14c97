// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/json_check.h"

namespace signalbox::http {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A recursive descent over the text; its depth is bounded by `maxDepth`. Each step is false once a problem is found.
class Checker {
public:
    Checker(QByteArrayView text, int maxDepth)
        : m_text(text)
        , m_maxDepth(maxDepth)
    {
    }

    bool document()
    {
        skipSpace();
        if (!value(0))
            return false;
        skipSpace();
        return m_at == m_text.size() || fail(QStringLiteral("Expected the end of the body"));
    }

    const QString &what() const { return m_what; }
    qsizetype at() const { return m_at; }

private:
    // NUL at the end, which no rule accepts.
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    bool fail(QString what)
    {
        m_what = std::move(what);
        if (m_at >= m_text.size())
            m_what += QStringLiteral(", but the body ends");
        return false;
    }

    void skipSpace()
    {
        while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t')
            ++m_at;
    }

    bool value(int depth)
    {
        switch (peek()) {
        case '{':
        case '[':
            if (depth >= m_maxDepth)
                return fail(QStringLiteral("Nested deeper than %1 levels").arg(m_maxDepth));
            return peek() == '{' ? object(depth + 1) : array(depth + 1);
        case '"':
            return string();
        case 't':
            return literal("true");
        case 'f':
            return literal("false");
        case 'n':
            return literal("null");
        default:
            return peek() == '-' || isDigit(peek()) ? number() : fail(QStringLiteral("Expected a value"));
        }
    }

    bool object(int depth)
    {
        ++m_at;
        skipSpace();
        if (peek() == '}')
            return ++m_at;
        for (;;) {
            if (peek() != '"')
                return fail(QStringLiteral("Expected a name in double quotes"));
            if (!string())
                return false;
            skipSpace();
            if (peek() != ':')
                return fail(QStringLiteral("Expected \":\" after the name"));
            ++m_at;
            skipSpace();
            if (!value(depth))
                return false;
            skipSpace();
            if (peek() == '}')
                return ++m_at;
            if (peek() != ',')
                return fail(QStringLiteral("Expected \",\" or \"}\""));
            ++m_at;
            skipSpace();
        }
    }

    bool array(int depth)
    {
        ++m_at;
        skipSpace();
        if (peek() == ']')
            return ++m_at;
        for (;;) {
            if (!value(depth))
                return false;
            skipSpace();
            if (peek() == ']')
                return ++m_at;
            if (peek() != ',')
                return fail(QStringLiteral("Expected \",\" or \"]\""));
            ++m_at;
            skipSpace();
        }
    }

    bool string()
    {
        for (++m_at; peek() != '"'; ++m_at) {
            if (m_at >= m_text.size())
                return fail(QStringLiteral("Expected the string to be closed"));
            if (uchar(peek()) < 0x20)
                return fail(QStringLiteral("A control character in a string must be escaped"));
            if (peek() == '\\' && !escape())
                return false;
        }
        return ++m_at;
    }

    // Ends on the last character of the escape.
    bool escape()
    {
        ++m_at;
        if (peek() == 'u') {
            for (int i = 0; i < 4; ++i) {
                ++m_at;
                if (!isDigit(peek()) && !((peek() | 0x20) >= 'a' && (peek() | 0x20) <= 'f'))
                    return fail(QStringLiteral("Expected four hex digits after \\u"));
            }
            return true;
        }
        if (!QByteArrayView("\"\\/bfnrt").contains(peek()))
            return fail(QStringLiteral("Expected one of \" \\ / b f n r t u after \\"));
        return true;
    }

    bool digits()
    {
        if (!isDigit(peek()))
            return fail(QStringLiteral("Expected a digit"));
        while (isDigit(peek()))
            ++m_at;
        return true;
    }

    bool number()
    {
        if (peek() == '-')
            ++m_at;
        if (peek() == '0') {
            ++m_at;
            if (isDigit(peek()))
                return fail(QStringLiteral("A number can't begin with 0"));
        } else if (!digits()) {
            return false;
        }
        if (peek() == '.') {
            ++m_at;
            if (!digits())
                return false;
        }
        if ((peek() | 0x20) != 'e')
            return true;
        ++m_at;
        if (peek() == '+' || peek() == '-')
            ++m_at;
        return digits();
    }

    bool literal(QByteArrayView word)
    {
        if (!m_text.sliced(m_at).startsWith(word))
            return fail(QStringLiteral("Expected a value"));
        m_at += word.size();
        return true;
    }

    QByteArrayView m_text;
    int m_maxDepth;
    qsizetype m_at = 0;
    QString m_what;
};

qsizetype sequenceLength(char lead)
{
    const auto byte = uchar(lead);
    return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

// Where the first bytes are that are no UTF-8; the size of the text when there are none.
qsizetype firstBadUtf8(QByteArrayView text)
{
    if (text.isValidUtf8())
        return text.size();
    qsizetype at = 0;
    for (;;) {
        const qsizetype length = sequenceLength(text[at]);
        if (at + length > text.size() || !text.sliced(at, length).isValidUtf8())
            return at;
        at += length;
    }
}

JsonProblem problemAt(QByteArrayView text, qsizetype at, const QString &what)
{
    const QByteArrayView before = text.first(at);
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {what, before.count('\n') + 1, QString::fromUtf8(before.sliced(lineStart)).toUcs4().size() + 1};
}

} // namespace

QString JsonProblem::message() const
{
    return QStringLiteral("%1 at line %2, column %3").arg(what).arg(line).arg(column);
}

std::optional<JsonProblem> checkJson(QByteArrayView text, int maxDepth)
{
    if (const qsizetype bad = firstBadUtf8(text); bad < text.size())
        return problemAt(text, bad, QStringLiteral("Bytes that are not UTF-8"));
    Checker checker(text, maxDepth);
    if (checker.document())
        return {};
    return problemAt(text, checker.at(), checker.what());
}

} // namespace signalbox::http
