// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>

class QJsonArray;
class QJsonObject;
class QJsonValue;

namespace signalbox::jobs {

// Writes MessagePack as Redis's own reader takes it: texts are always str, never bin. A value; the counts that a map or
// list is begun with are the caller's to keep.
class MessagePack {
public:
    MessagePack &map(quint32 members);
    MessagePack &list(quint32 items);
    MessagePack &text(QByteArrayView text);
    MessagePack &integer(qint64 number);
    MessagePack &real(double number); // an integer when it is one
    MessagePack &boolean(bool value);
    MessagePack &nil();

    MessagePack &value(const QJsonValue &value); // undefined as nil
    MessagePack &value(const QJsonObject &object);
    MessagePack &value(const QJsonArray &array);

    MessagePack &member(QByteArrayView name, QByteArrayView value) { return text(name).text(value); }
    MessagePack &member(QByteArrayView name, qint64 value) { return text(name).integer(value); }

    const QByteArray &bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
};

} // namespace signalbox::jobs
