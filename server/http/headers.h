// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>

namespace signalbox::http {

// True when the two are the same but for the case of their ASCII letters.
bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right);

// The fields of a message in the order they came. Names match without regard to case (RFC 9110, 5.1).
// All of them lie in one buffer in the form of the wire ("name: value\r\n"), so that reading a request's and
// writing an answer's is one copy. A value; views into it last until it changes or goes.
class Headers {
public:
    struct Field {
        QByteArrayView name;
        QByteArrayView value;
    };

    // CR, LF and NUL in a value become spaces: no value can forge a field.
    void append(QByteArrayView name, QByteArrayView value);
    void set(QByteArrayView name, QByteArrayView value); // replaces every field of that name
    void remove(QByteArrayView name);

    bool contains(QByteArrayView name) const { return indexOf(name) >= 0; }
    QByteArrayView value(QByteArrayView name) const; // the first, empty when there is none
    QByteArray combined(QByteArrayView name) const; // all, joined by ", " (RFC 9110, 5.3)
    qsizetype count(QByteArrayView name) const;
    qsizetype size() const { return m_spans.size(); }
    Field at(qsizetype index) const;

    class const_iterator {
    public:
        Field operator*() const { return m_headers->at(m_index); }
        const_iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const const_iterator &) const = default;

    private:
        friend class Headers;
        const_iterator(const Headers *headers, qsizetype index)
            : m_headers(headers)
            , m_index(index)
        {
        }
        const Headers *m_headers;
        qsizetype m_index;
    };
    const_iterator begin() const { return {this, 0}; }
    const_iterator end() const { return {this, size()}; }

    // For the gate: the lines of all fields, and fields that lie in a buffer taken from the wire.
    const QByteArray &wire() const { return m_wire; }
    static Headers fromWire(QByteArray wire) { return Headers(std::move(wire)); }
    void adopt(QByteArrayView name, QByteArrayView value); // both lie in wire()

    Headers() = default;

private:
    explicit Headers(QByteArray wire)
        : m_wire(std::move(wire))
    {
    }

    struct Span {
        quint32 nameAt = 0;
        quint32 nameSize = 0;
        quint32 valueAt = 0;
        quint32 valueSize = 0;
    };
    qsizetype indexOf(QByteArrayView name) const;

    QByteArray m_wire;
    QVarLengthArray<Span, 8> m_spans;
};

} // namespace signalbox::http
