// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gate/limits.h"
#include "gate/refusal.h"
#include "http/request.h"

#include <QByteArrayView>

namespace signalbox::gate {

// Takes the body out of a connection's bytes: by Content-Length or chunked (RFC 9112, 7.1), its trailers read and
// dropped. Everything is bounded; what it says depends on the bytes alone, never on how they were split.
class BodyReader {
public:
    enum class State : quint8 { Reading, Complete, Refused, TooLarge };

    // What one call took: `consumed` bytes of the input, and of them the part that is body.
    struct Piece {
        qsizetype consumed = 0;
        QByteArrayView data;
    };

    // `limit`: bytes of the body, TooLarge beyond. The announced length is checked by whoever admits the request.
    void start(const http::RequestHead &head, qint64 limit);

    // Call it until the input is used up or state() is no longer Reading.
    Piece read(QByteArrayView input, const Limits &limits);

    State state() const { return m_state; }
    Refusal refusal() const { return m_refusal; } // when Refused or TooLarge
    qint64 size() const { return m_size; } // of the body so far

private:
    enum class Place : quint8 {
        Length, // Content-Length: m_left bytes
        SizeStart,
        Size,
        Extension,
        SizeEnd, // after the CR of a chunk's first line
        Data, // m_left bytes
        DataCr,
        DataLf,
        TrailerStart,
        TrailerName,
        TrailerValue,
        TrailerEnd,
        FinalLf,
    };

    Piece takeData(QByteArrayView input);
    void step(char c, const Limits &limits);
    bool countOverhead(char c, const Limits &limits);
    void startSize(char c);
    void takeSize(char c);
    void takeExtension(char c);
    void addDigit(char c);
    void endSizeLine();
    void expect(bool met, Place next, const char *message);
    void complete();
    void refuse(int status, const char *message);

    qint64 m_left = 0;
    qint64 m_limit = 0;
    qint64 m_size = 0;
    qint64 m_overhead = 0; // bytes of extensions and trailers
    int m_trailers = 0;
    int m_digits = 0;
    Place m_place = Place::Length;
    State m_state = State::Complete;
    Refusal m_refusal;
};

} // namespace signalbox::gate
