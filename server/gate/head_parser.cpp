// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/head_parser.h"

#include "gate/head_fields.h"
#include "gate/method_names.h"

#include <boost/beast/http/basic_parser.hpp>
#include <limits>

namespace signalbox::gate {

namespace {

namespace beast = boost::beast;

QByteArrayView view(beast::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

// Puts what Beast reads into a head whose fields lie in the bytes that are parsed.
class BeastParser final : public beast::http::basic_parser<true> {
public:
    explicit BeastParser(http::RequestHead &head)
        : m_head(head)
    {
    }

private:
    using Error = beast::error_code;
    using Text = beast::string_view;
    using Length = boost::optional<std::uint64_t>;

    void on_request_impl(beast::http::verb, Text method, Text target, int version, Error &) override
    {
        setMethod(m_head, view(method));
        m_head.target = view(target).toByteArray();
        m_head.minorVersion = version - 10;
    }
    void on_field_impl(beast::http::field, Text name, Text value, Error &) override
    {
        m_head.headers.adopt(view(name), view(value));
    }
    void on_response_impl(int, Text, int, Error &) override { }
    void on_header_impl(Error &) override { }
    void on_body_init_impl(const Length &, Error &) override { }
    std::size_t on_body_impl(Text, Error &) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, Text, Error &) override { }
    std::size_t on_chunk_body_impl(std::uint64_t, Text, Error &) override { return 0; }
    void on_finish_impl(Error &) override { }

    http::RequestHead &m_head;
};

constexpr Refusal unknownVersion{400, "The versions of HTTP that are served here are HTTP/1.0 and HTTP/1.1"};

Refusal refusalOf(const beast::error_code &error)
{
    using Error = beast::http::error;
    if (error == Error::bad_version)
        return unknownVersion;
    if (error == Error::bad_content_length || error == Error::bad_transfer_encoding)
        return unclearLength;
    return {400, "The head of the request is not valid HTTP/1.1"};
}

// Reads `head.headers.wire()`, which holds one complete head.
Refusal readByBeast(http::RequestHead &head)
{
    BeastParser parser(head);
    const QByteArray &wire = head.headers.wire();
    parser.header_limit(static_cast<std::uint32_t>(wire.size() + 1));
    parser.body_limit(std::numeric_limits<std::uint64_t>::max()); // none means zero to Boost 1.74
    beast::error_code error;
    parser.put(boost::asio::const_buffer(wire.constData(), static_cast<std::size_t>(wire.size())), error);
    if (error || !parser.is_header_done())
        return refusalOf(error);
    return head.minorVersion == 0 || head.minorVersion == 1 ? Refusal{} : unknownVersion;
}

} // namespace

HeadParser::State HeadParser::parse(QByteArrayView bytes, const Limits &limits)
{
    const State state = m_scanner.scan(bytes, limits);
    if (state == State::Incomplete)
        return state;
    if (state == State::Refused)
        return refuse(bytes, m_scanner.refusal());

    m_head = {};
    const QByteArrayView lines = bytes.first(m_scanner.size()).sliced(m_scanner.methodAt());
    m_head.headers = http::Headers::fromWire(lines.toByteArray());
    m_head.size = m_scanner.size();
    if (const Refusal refusal = readByBeast(m_head))
        return refuse(bytes, refusal);
    if (const Refusal refusal = interpretFields(m_head)) {
        m_refusal = refusal;
        return State::Refused;
    }
    return State::Complete;
}

HeadParser::State HeadParser::refuse(QByteArrayView bytes, Refusal refusal)
{
    m_refusal = refusal;
    m_head = {};
    m_head.keepAlive = false;
    m_head.size = m_scanner.size();
    if (m_scanner.targetAt() > 0) {
        const qsizetype methodAt = m_scanner.methodAt();
        setMethod(m_head, bytes.sliced(methodAt, m_scanner.targetAt() - 1 - methodAt));
        m_head.target = bytes.sliced(m_scanner.targetAt(), m_scanner.targetEnd() - m_scanner.targetAt()).toByteArray();
    } else {
        m_head.method = http::Method::Other;
    }
    return State::Refused;
}

void HeadParser::reset()
{
    m_scanner = {};
    m_head = {};
    m_refusal = {};
}

} // namespace signalbox::gate
