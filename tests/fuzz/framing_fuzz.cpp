// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/body_reader.h"
#include "gate/head_parser.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <cstdlib>

using namespace signalbox;
using gate::BodyReader;
using gate::HeadParser;

namespace {

// Small, so that the limits are within the fuzzer's reach.
gate::Limits smallLimits()
{
    gate::Limits limits;
    limits.headBytes = 512;
    limits.targetBytes = 64;
    limits.headFields = 8;
    return limits;
}

constexpr qint64 bodyLimit = 256;

struct Request {
    QByteArray method;
    QByteArray target;
    QByteArray fields;
    QByteArray body;
    bool operator==(const Request &) const = default;
};

// What a connection makes of its bytes: the requests, and how it ended.
struct Reading {
    QList<Request> requests;
    int status = 0;
    QByteArray reason;
    bool operator==(const Reading &) const = default;
};

void require(bool met)
{
    if (!met)
        std::abort();
}

// Reads requests off a connection as gate::Connection does, the bytes coming `step` at a time.
class Reader {
public:
    Reading read(QByteArrayView bytes, qsizetype step)
    {
        for (qsizetype at = 0; at < bytes.size() && !m_reading.status; at += step) {
            m_input.append(bytes.sliced(at, std::min(step, bytes.size() - at)));
            while (!m_reading.status && (m_inBody ? takeBody() : takeHead())) { }
        }
        return m_reading;
    }

private:
    bool takeHead()
    {
        const HeadParser::State state = m_parser.parse(m_input, m_limits);
        if (state == HeadParser::State::Refused)
            end(m_parser.refusal());
        if (state != HeadParser::State::Complete)
            return false;
        const http::RequestHead head = m_parser.takeHead();
        checkHead(head);
        m_reading.requests.append({head.methodName, head.target, head.headers.wire(), {}});
        m_parser.reset();
        m_input.remove(0, head.size);
        m_body.start(head, bodyLimit);
        m_inBody = m_body.state() == BodyReader::State::Reading;
        return true;
    }

    void checkHead(const http::RequestHead &head) const
    {
        require(head.size > 0 && head.size <= m_input.size() && head.size <= m_limits.headBytes);
        // An absolute target brings a Host of its own to a request of HTTP/1.0 that had none.
        require(head.headers.size() <= m_limits.headFields + (head.minorVersion == 0 ? 1 : 0));
        require(head.target.startsWith('/') || head.target == "*");
        require(head.headers.count("host") == 1 || head.minorVersion == 0);
        require(!head.chunked || !head.headers.contains("content-length"));
        require(head.chunked == (head.contentLength < 0));
        for (const http::Headers::Field field : head.headers) {
            require(!field.name.isEmpty());
            require(!field.value.contains('\r') && !field.value.contains('\n') && !field.value.contains('\0'));
        }
    }

    bool takeBody()
    {
        if (m_input.isEmpty())
            return false;
        const BodyReader::Piece piece = m_body.read(m_input, m_limits);
        require(piece.consumed > 0 && piece.consumed <= m_input.size());
        m_reading.requests.last().body += piece.data;
        m_input.remove(0, piece.consumed);
        if (m_body.refusal())
            end(m_body.refusal());
        m_inBody = m_body.state() == BodyReader::State::Reading;
        require(m_body.size() == m_reading.requests.last().body.size());
        return true;
    }

    void end(gate::Refusal refusal)
    {
        require(refusal.status >= 400 && refusal.status < 500);
        m_reading.status = refusal.status;
        m_reading.reason = refusal.message;
    }

    gate::Limits m_limits = smallLimits();
    HeadParser m_parser;
    BodyReader m_body;
    QByteArray m_input;
    Reading m_reading;
    bool m_inBody = false;
};

} // namespace

// The same bytes mean the same however they are split: else two readers of them may differ, which is what smuggling
// requests is made of.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArrayView bytes(data, static_cast<qsizetype>(size));
    const Reading whole = Reader().read(bytes, std::max<qsizetype>(1, bytes.size()));
    for (const qsizetype step : {1, 2, 7, 61})
        require(Reader().read(bytes, step) == whole);
    return 0;
}
