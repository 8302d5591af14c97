// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/body_reader.h"

#include "gate/character_classes.h"

#include <algorithm>

namespace signalbox::gate {

namespace {

constexpr int mostSizeDigits = 15; // keeps a chunk's size well inside qint64
constexpr const char *badChunk = "A chunk of the body is not valid";
constexpr const char *badTrailer = "A trailer field is not valid";

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

void BodyReader::start(const http::RequestHead &head, qint64 limit)
{
    *this = {};
    m_limit = limit;
    m_left = head.chunked ? 0 : head.contentLength;
    m_place = head.chunked ? Place::SizeStart : Place::Length;
    m_state = head.chunked || m_left > 0 ? State::Reading : State::Complete;
}

BodyReader::Piece BodyReader::read(QByteArrayView input, const Limits &limits)
{
    Piece piece;
    while (m_state == State::Reading && piece.consumed < input.size()) {
        if (m_place == Place::Length || m_place == Place::Data) {
            const Piece data = takeData(input.sliced(piece.consumed));
            return {piece.consumed + data.consumed, data.data};
        }
        step(input[piece.consumed], limits);
        ++piece.consumed;
    }
    return piece;
}

BodyReader::Piece BodyReader::takeData(QByteArrayView input)
{
    const qsizetype taken = static_cast<qsizetype>(std::min<qint64>(m_left, input.size()));
    m_left -= taken;
    m_size += taken;
    if (m_left == 0) {
        if (m_place == Place::Length)
            complete();
        else
            m_place = Place::DataCr;
    }
    return {taken, input.first(taken)};
}

// Of extensions and trailers, which count for nothing else.
inline bool BodyReader::countOverhead(char c, const Limits &limits)
{
    if (m_place == Place::TrailerStart && c != '\r' && ++m_trailers > limits.headFields) {
        refuse(431, "The body has too many trailer fields");
        return false;
    }
    if (++m_overhead > limits.headBytes) {
        refuse(431, "The body has too many extensions or trailer fields");
        return false;
    }
    return true;
}

inline void BodyReader::startSize(char c)
{
    m_digits = 0;
    m_left = 0;
    m_place = Place::Size;
    addDigit(c);
}

inline void BodyReader::takeSize(char c)
{
    if (c == '\r')
        m_place = Place::SizeEnd;
    else if (c == ';')
        m_place = Place::Extension;
    else
        addDigit(c);
}

inline void BodyReader::takeExtension(char c)
{
    if (c == '\r')
        m_place = Place::SizeEnd;
    else if (!isOf(ValueCharacter, c))
        refuse(400, badChunk);
}

void BodyReader::addDigit(char c)
{
    const int digit = hexValue(c);
    if (digit < 0 || ++m_digits > mostSizeDigits)
        return refuse(400, badChunk);
    m_left = m_left * 16 + digit;
}

void BodyReader::step(char c, const Limits &limits)
{
    const bool isOverhead = m_place == Place::Extension || m_place >= Place::TrailerStart;
    if (isOverhead && !countOverhead(c, limits))
        return;
    switch (m_place) {
    case Place::SizeStart:
        return startSize(c);
    case Place::Size:
        return takeSize(c);
    case Place::Extension:
        return takeExtension(c);
    case Place::SizeEnd:
        return c == '\n' ? endSizeLine() : refuse(400, badChunk);
    case Place::DataCr:
        return expect(c == '\r', Place::DataLf, badChunk);
    case Place::DataLf:
        return expect(c == '\n', Place::SizeStart, badChunk);
    case Place::TrailerStart:
        return expect(c == '\r' || isOf(TokenCharacter, c), c == '\r' ? Place::FinalLf : Place::TrailerName,
                      badTrailer);
    case Place::TrailerName:
        return expect(c == ':' || isOf(TokenCharacter, c), c == ':' ? Place::TrailerValue : m_place, badTrailer);
    case Place::TrailerValue:
        return expect(c == '\r' || isOf(ValueCharacter, c), c == '\r' ? Place::TrailerEnd : m_place, badTrailer);
    case Place::TrailerEnd:
        return expect(c == '\n', Place::TrailerStart, badTrailer);
    case Place::FinalLf:
        return c == '\n' ? complete() : refuse(400, badTrailer);
    case Place::Length:
    case Place::Data:
        return;
    }
}

void BodyReader::endSizeLine()
{
    if (m_left > m_limit - m_size) {
        m_state = State::TooLarge;
        m_refusal = bodyTooLarge;
        return;
    }
    m_place = m_left == 0 ? Place::TrailerStart : Place::Data;
}

void BodyReader::expect(bool met, Place next, const char *message)
{
    if (met)
        m_place = next;
    else
        refuse(400, message);
}

void BodyReader::complete()
{
    m_state = State::Complete;
}

void BodyReader::refuse(int status, const char *message)
{
    m_state = State::Refused;
    m_refusal = {status, message};
}

} // namespace signalbox::gate
