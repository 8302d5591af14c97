// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QVariant>

#include <concepts>
#include <optional>

namespace signalbox::store {

// What is bound to a `?`: text, a whole number, a real one, bytes, or NULL. A QByteArray must say which it is, since a
// text column never equals bytes. A value.
class Value {
public:
    Value(std::nullopt_t)
        : m_variant(QMetaType::fromType<QString>())
    {
    }
    Value(const QString &text)
        : m_variant(text)
    {
        if (text.isNull())
            m_variant = QStringLiteral(""); // a null string is an empty text, and not NULL
    }
    template <std::integral T>
    Value(T number)
        : m_variant(qint64(number))
    {
    }
    Value(double number)
        : m_variant(number)
    {
    }
    template <typename T>
    Value(const std::optional<T> &value)
        : Value(value ? Value(*value) : Value(std::nullopt))
    {
    }
    Value(const QByteArray &) = delete;
    Value(const char *) = delete;

    static Value bytes(const QByteArray &bytes) { return Value(QVariant(bytes)); }
    static Value ascii(const QByteArray &text) { return Value(QString::fromLatin1(text)); } // ids

    const QVariant &variant() const { return m_variant; }

private:
    explicit Value(QVariant variant)
        : m_variant(std::move(variant))
    {
    }

    QVariant m_variant;
};

using Values = QList<Value>;

} // namespace signalbox::store
