// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/head_scanner.h"

#include "gate/character_classes.h"

namespace signalbox::gate {

namespace {
constexpr qsizetype longestMethod = 32;
constexpr qsizetype versionSize = 8; // "HTTP/1.1"
constexpr const char *badLineEnd = "A line must end with CR LF";
constexpr const char *badName = "A field name has a character that is not allowed";
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
        return start(c);
    case Place::EmptyLineEnd:
        m_emptyLineSeen = true;
        return endLine(c, Place::Start);
    case Place::Method:
        return takeMethod(c);
    case Place::Target:
        return takeTarget(c, limits);
    case Place::Version:
        return takeVersion(c);
    case Place::LineEnd:
        return endLine(c, Place::LineStart);
    case Place::LineStart:
        return startLine(c, limits);
    case Place::Name:
        return takeName(c);
    case Place::Value:
        return takeValue(c);
    case Place::HeadEnd:
        m_complete = true;
        return endLine(c, m_place);
    }
    return false;
}

bool HeadScanner::start(char c)
{
    m_methodAt = m_at;
    if (c == '\r' && !m_emptyLineSeen)
        return go(Place::EmptyLineEnd);
    m_place = Place::Method;
    return isOf(TokenCharacter, c) || refuse(400, "The request line must begin with a method");
}

bool HeadScanner::takeMethod(char c)
{
    if (c == ' ') {
        m_targetAt = m_targetEnd = m_at + 1;
        return go(Place::Target);
    }
    if (m_at - m_methodAt >= longestMethod)
        return refuse(400, "The method is too long");
    return isOf(TokenCharacter, c) || refuse(400, "The method has a character that is not allowed");
}

bool HeadScanner::takeTarget(char c, const Limits &limits)
{
    m_targetEnd = m_at;
    if (c == ' ' && m_targetEnd > m_targetAt)
        return go(Place::Version);
    if (m_at - m_targetAt >= limits.targetBytes)
        return refuse(414, "The request target is too long");
    return isOf(TargetCharacter, c) || refuse(400, "The request target has a character that is not allowed");
}

bool HeadScanner::takeVersion(char c)
{
    if (c == '\r')
        return go(Place::LineEnd);
    if (m_at - m_targetEnd > versionSize)
        return refuse(400, "The request line must end after the version");
    return isOf(ValueCharacter, c) || refuse(400, badLineEnd);
}

bool HeadScanner::startLine(char c, const Limits &limits)
{
    if (c == '\r')
        return go(Place::HeadEnd);
    if (c == ' ' || c == '\t')
        return refuse(400, "A field must not be folded over lines");
    if (++m_fields > limits.headFields)
        return refuse(431, "The request has too many fields");
    m_place = Place::Name;
    return isOf(TokenCharacter, c) || refuse(400, badName);
}

bool HeadScanner::takeName(char c)
{
    if (c == ':')
        return go(Place::Value);
    return isOf(TokenCharacter, c) || refuse(400, badName);
}

bool HeadScanner::takeValue(char c)
{
    if (c == '\r')
        return go(Place::LineEnd);
    return isOf(ValueCharacter, c) || refuse(400, "A field value has a character that is not allowed");
}

bool HeadScanner::endLine(char c, Place next)
{
    m_place = next;
    return c == '\n' || refuse(400, badLineEnd);
}

bool HeadScanner::refuse(int status, const char *message)
{
    m_refusal = {status, message};
    return false;
}

} // namespace signalbox::gate
