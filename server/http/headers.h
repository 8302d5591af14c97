// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

namespace signalbox::http {

// The fields of a message in the order they came. Names match without regard to case (RFC 9110, 5.1).
// The views of a request's fields point into its head, which it owns. A value.
class Headers {
public:
    struct Field {
        QByteArray name;
        QByteArray value;
    };

    void append(QByteArray name, QByteArray value);
    void set(QByteArray name, QByteArray value); // replaces every field of that name
    void remove(QByteArrayView name);

    bool contains(QByteArrayView name) const;
    QByteArrayView value(QByteArrayView name) const; // the first, empty when there is none
    QByteArray combined(QByteArrayView name) const; // all, joined by ", " (RFC 9110, 5.3)
    qsizetype size() const { return m_fields.size(); }
    auto begin() const { return m_fields.cbegin(); }
    auto end() const { return m_fields.cend(); }

private:
    QVarLengthArray<Field, 8> m_fields;
};

} // namespace signalbox::http
