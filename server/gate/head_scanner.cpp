// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/head_scanner.h"

#include "gate/character_classes.h"

namespace signalbox::gate {

namespace {
constexpr qsizetype longestMethod = 32;
constexpr qsizetype versionSize = 8; // "HTTP/1.1"
constexpr const char *badLineEnd = "A line must end with CR LF";
} // namespace

HeadScanner::State HeadScanner::scan(QByteArrayView bytes, const Limits &limits)
{
    if (m_refusal)
        return State::Refused;
    while (!m_complete && m_at < bytes.size()) {
        if (m_at >= limits.headBytes) {
            refuse(431, "The head of the request is too large");
            return State::Refused;
        }
        if (!step(bytes[m_at], limits))
            return State::Refused;
        ++m_at;
    }
    return m_complete ? State::Complete : State::Incomplete;
}

bool HeadScanner::step(char c, const Limits &limits)
{
    switch (m_place) {
    case Place::Start:
        m_methodAt = m_at;
        if (c == '\r' && !m_emptyLineSeen) {
            m_place = Place::EmptyLineEnd;
            return true;
        }
        m_place = Place::Method;
        return isOf(TokenCharacter, c) || refuse(400, "The request line must begin with a method");
    case Place::EmptyLineEnd:
        m_emptyLineSeen = true;
        m_place = Place::Start;
        return c == '\n' || refuse(400, badLineEnd);
    case Place::Method:
        if (c == ' ') {
            m_targetAt = m_targetEnd = m_at + 1;
            m_place = Place::Target;
            return true;
        }
        if (m_at - m_methodAt >= longestMethod)
            return refuse(400, "The method is too long");
        return isOf(TokenCharacter, c) || refuse(400, "The method has a character that is not allowed");
    case Place::Target:
        m_targetEnd = m_at;
        if (c == ' ' && m_targetEnd > m_targetAt) {
            m_place = Place::Version;
            return true;
        }
        if (m_at - m_targetAt >= limits.targetBytes)
            return refuse(414, "The request target is too long");
        return isOf(TargetCharacter, c) || refuse(400, "The request target has a character that is not allowed");
    case Place::Version:
        if (c == '\r') {
            m_place = Place::LineEnd;
            return true;
        }
        if (m_at - m_targetEnd > versionSize)
            return refuse(400, "The request line must end after the version");
        return isOf(ValueCharacter, c) || refuse(400, badLineEnd);
    case Place::LineEnd:
        m_place = Place::LineStart;
        return c == '\n' || refuse(400, badLineEnd);
    case Place::LineStart:
        return startLine(c, limits);
    case Place::Name:
        if (c == ':') {
            m_place = Place::Value;
            return true;
        }
        return isOf(TokenCharacter, c) || refuse(400, "A field name has a character that is not allowed");
    case Place::Value:
        if (c == '\r') {
            m_place = Place::LineEnd;
            return true;
        }
        return isOf(ValueCharacter, c) || refuse(400, "A field value has a character that is not allowed");
    case Place::HeadEnd:
        m_complete = true;
        return c == '\n' || refuse(400, badLineEnd);
    }
    return false;
}

bool HeadScanner::startLine(char c, const Limits &limits)
{
    if (c == '\r') {
        m_place = Place::HeadEnd;
        return true;
    }
    if (c == ' ' || c == '\t')
        return refuse(400, "A field must not be folded over lines");
    if (++m_fields > limits.headFields)
        return refuse(431, "The request has too many fields");
    m_place = Place::Name;
    return isOf(TokenCharacter, c) || refuse(400, "A field name has a character that is not allowed");
}

bool HeadScanner::refuse(int status, const char *message)
{
    m_refusal = {status, message};
    return false;
}

} // namespace signalbox::gate
