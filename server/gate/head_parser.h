// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/head_scanner.h"
#include "http/request.h"

namespace signalbox::gate {

// Reads the head of one request strictly: the scanner finds its end, Beast's parser reads it, and what HTTP asks of
// its fields is checked here (one Host, one framing, a target in a form we serve). A pure function of its bytes.
class HeadParser {
public:
    using State = HeadScanner::State;

    // As HeadScanner::scan; after Complete, head() is what was read and head().size how far.
    State parse(QByteArrayView bytes, const Limits &limits);
    // Gives the head up before it is complete.
    void abandon(QByteArrayView bytes, Refusal refusal) { refuse(bytes, refusal); }
    void reset();

    bool isStarted() const { return m_scanner.isStarted(); }
    Refusal refusal() const { return m_refusal; }
    // The head, to be taken once. Of a refused request: what could be told of it, for the record only.
    http::RequestHead takeHead() { return std::move(m_head); }

private:
    State refuse(QByteArrayView bytes, Refusal refusal);

    HeadScanner m_scanner;
    Refusal m_refusal;
    http::RequestHead m_head;
};

} // namespace signalbox::gate
