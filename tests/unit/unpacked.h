// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>

#define MSGPACK_NO_BOOST
#include <map>
#include <msgpack.hpp>

namespace signalbox::test {

// What a script would see of an argument in MessagePack. Texts are texts only when they were packed as str.
struct Unpacked {
    msgpack::object_handle handle;

    explicit Unpacked(const QByteArray &bytes)
        : handle(msgpack::unpack(bytes.constData(), std::size_t(bytes.size())))
    {
    }
    QList<msgpack::object> items() const
    {
        const msgpack::object_array &list = handle.get().via.array;
        return handle.get().type == msgpack::type::ARRAY ? QList<msgpack::object>(list.ptr, list.ptr + list.size)
                                                         : QList<msgpack::object>();
    }
};

inline QByteArray textOf(const msgpack::object &object)
{
    return object.type == msgpack::type::STR ? QByteArray(object.via.str.ptr, qsizetype(object.via.str.size))
                                             : QByteArray("no text");
}

inline bool isNil(const msgpack::object &object)
{
    return object.type == msgpack::type::NIL;
}

inline bool isNumber(const msgpack::object &object, quint64 number)
{
    return object.type == msgpack::type::POSITIVE_INTEGER && object.via.u64 == number;
}

using Members = std::map<QByteArray, msgpack::object>;

inline Members membersOf(const msgpack::object &object)
{
    Members members;
    if (object.type != msgpack::type::MAP)
        return members;
    for (std::uint32_t at = 0; at < object.via.map.size; ++at)
        members.emplace(textOf(object.via.map.ptr[at].key), object.via.map.ptr[at].val);
    return members;
}

inline QByteArrayList namesIn(const Members &members)
{
    QByteArrayList names;
    for (const auto &member : members)
        names.append(member.first);
    return names;
}

} // namespace signalbox::test
