// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "jobs/message_pack.h"

#include <QJsonArray>
#include <QJsonObject>

#include <cmath>

// Its headers alone: else they ask for more of Boost. They are heavy, and included nowhere else.
#define MSGPACK_NO_BOOST
#include <msgpack.hpp>

namespace signalbox::jobs {

namespace {

// What the packer writes to.
class Sink {
public:
    explicit Sink(QByteArray &bytes)
        : m_bytes(bytes)
    {
    }
    void write(const char *data, std::size_t size) { m_bytes.append(data, qsizetype(size)); }

private:
    QByteArray &m_bytes;
};

} // namespace

MessagePack &MessagePack::map(quint32 members)
{
    Sink sink(m_bytes);
    msgpack::packer<Sink>(sink).pack_map(members);
    return *this;
}

MessagePack &MessagePack::list(quint32 items)
{
    Sink sink(m_bytes);
    msgpack::packer<Sink>(sink).pack_array(items);
    return *this;
}

MessagePack &MessagePack::text(QByteArrayView text)
{
    Sink sink(m_bytes);
    msgpack::packer<Sink> packer(sink);
    packer.pack_str(quint32(text.size()));
    packer.pack_str_body(text.data(), quint32(text.size()));
    return *this;
}

MessagePack &MessagePack::integer(qint64 number)
{
    Sink sink(m_bytes);
    msgpack::packer<Sink>(sink).pack_int64(number);
    return *this;
}

MessagePack &MessagePack::real(double number)
{
    constexpr double exactly = 9007199254740992.0;
    if (std::floor(number) == number && std::abs(number) <= exactly)
        return integer(qint64(number));
    Sink sink(m_bytes);
    msgpack::packer<Sink>(sink).pack_double(number);
    return *this;
}

MessagePack &MessagePack::boolean(bool value)
{
    Sink sink(m_bytes);
    msgpack::packer<Sink> packer(sink);
    value ? packer.pack_true() : packer.pack_false();
    return *this;
}

MessagePack &MessagePack::nil()
{
    Sink sink(m_bytes);
    msgpack::packer<Sink>(sink).pack_nil();
    return *this;
}

MessagePack &MessagePack::value(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return boolean(value.toBool());
    case QJsonValue::Double:
        return real(value.toDouble());
    case QJsonValue::String:
        return text(value.toString().toUtf8());
    case QJsonValue::Array:
        return this->value(value.toArray());
    case QJsonValue::Object:
        return this->value(value.toObject());
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return nil();
}

MessagePack &MessagePack::value(const QJsonObject &object)
{
    map(quint32(object.size()));
    for (auto member = object.begin(); member != object.end(); ++member) {
        text(member.key().toUtf8());
        value(QJsonValue(member.value()));
    }
    return *this;
}

MessagePack &MessagePack::value(const QJsonArray &array)
{
    list(quint32(array.size()));
    for (const QJsonValue item : array)
        value(item);
    return *this;
}

} // namespace signalbox::jobs
