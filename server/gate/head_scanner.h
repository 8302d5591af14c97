// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/limits.h"
#include "gate/refusal.h"

#include <QByteArrayView>

namespace signalbox::gate {

// Finds the end of a request's head, byte by byte, and refuses at the first byte that no strict reader takes (bare
// CR or LF, NUL and other controls, folded lines, space before a colon) or that is over a limit. What it says
// depends on the bytes alone, never on how they were split. It keeps its place, so no byte is looked at twice.
class HeadScanner {
public:
    enum class State : quint8 { Incomplete, Complete, Refused };

    // `bytes` is the whole head as far as it has come, from its first byte on, and what may follow it.
    State scan(QByteArrayView bytes, const Limits &limits);

    qsizetype size() const { return m_at; } // of a complete head, with its empty lines
    Refusal refusal() const { return m_refusal; }
    bool isStarted() const { return m_at > 0; }
    // What of the request line could be told: [methodAt, methodEnd), [targetAt, targetEnd).
    qsizetype methodAt() const { return m_methodAt; }
    qsizetype targetAt() const { return m_targetAt; }
    qsizetype targetEnd() const { return m_targetEnd; }

private:
    enum class Place : quint8 {
        Start,
        EmptyLineEnd, // after the CR of the one empty line that may come before (RFC 9112, 2.2)
        Method,
        Target,
        Version,
        LineEnd, // after the CR of the request line or of a field
        LineStart,
        Name,
        Value,
        HeadEnd, // after the CR of the last, empty line
    };

    // Each takes one character, in the place that its name says; false when it refused.
    bool step(char c, const Limits &limits);
    bool start(char c);
    bool takeMethod(char c);
    bool takeTarget(char c, const Limits &limits);
    bool takeVersion(char c);
    bool startLine(char c, const Limits &limits);
    bool takeName(char c);
    bool takeValue(char c);
    bool endLine(char c, Place next);

    bool go(Place next)
    {
        m_place = next;
        return true;
    }
    bool refuse(int status, const char *message);

    qsizetype m_at = 0;
    qsizetype m_methodAt = 0;
    qsizetype m_targetAt = 0;
    qsizetype m_targetEnd = 0;
    int m_fields = 0;
    Place m_place = Place::Start;
    bool m_complete = false;
    bool m_emptyLineSeen = false;
    Refusal m_refusal;
};

} // namespace signalbox::gate
