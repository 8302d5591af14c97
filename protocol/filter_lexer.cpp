// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "filter_lexer.h"

namespace signalbox {

namespace {

bool isKeyLetter(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

class Lexer {
public:
    explicit Lexer(const QString &text)
        : m_text(text)
    {
    }

    QList<FilterToken> run()
    {
        QList<FilterToken> tokens;
        for (skipSpace(); !atEnd(); skipSpace())
            tokens.append(next());
        return tokens;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    QChar here() const { return m_text.at(m_at); }

    void skipSpace()
    {
        while (!atEnd() && here().isSpace())
            ++m_at;
    }

    FilterToken next()
    {
        FilterToken token;
        token.position = m_at;
        if (here() == u'-') {
            token.negated = true;
            ++m_at;
        }
        readKey(token);
        token.valuePosition = m_at;
        readValue(token);
        token.length = m_at - token.position;
        return token;
    }

    void readKey(FilterToken &token)
    {
        qsizetype end = m_at;
        while (end < m_text.size() && isKeyLetter(m_text.at(end)))
            ++end;
        if (end == m_at || end == m_text.size() || !QStringView(u":<>=").contains(m_text.at(end)))
            return;
        token.hasKey = true;
        token.key = m_text.mid(m_at, end - m_at).toLower();
        m_at = m_text.at(end) == u':' ? end + 1 : end;
    }

    void readValue(FilterToken &token)
    {
        while (!atEnd() && !here().isSpace()) {
            if (here() == u'"')
                readQuoted(token);
            else
                token.value.append(m_text.at(m_at++));
        }
    }

    void readQuoted(FilterToken &token)
    {
        token.quoted = true;
        for (++m_at; !atEnd() && here() != u'"'; ++m_at) {
            const bool escape = here() == u'\\' && m_at + 1 < m_text.size()
                && (m_text.at(m_at + 1) == u'"' || m_text.at(m_at + 1) == u'\\');
            if (escape)
                ++m_at;
            token.value.append(here());
        }
        token.unclosed = atEnd();
        if (!atEnd())
            ++m_at;
    }

    const QString &m_text;
    qsizetype m_at = 0;
};

} // namespace

QList<FilterToken> tokenizeFilter(const QString &text)
{
    return Lexer(text).run();
}

} // namespace signalbox
