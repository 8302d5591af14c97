// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/headers.h"

#include <algorithm>

namespace signalbox::http {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

char harmless(char c)
{
    return c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
}

} // namespace

bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right)
{
    return left.size() == right.size()
        && std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

// On the path of every answer: one pass over the bytes, and room for a usual answer's fields at once.
void Headers::append(QByteArrayView name, QByteArrayView value)
{
    constexpr qsizetype usual = 512;
    const qsizetype nameAt = m_wire.size();
    const qsizetype valueAt = nameAt + name.size() + 2; // ": "
    const qsizetype end = valueAt + value.size() + 2; // CRLF
    if (m_wire.capacity() < end)
        m_wire.reserve(std::max(end * 2, usual));
    m_wire.resize(end);
    char *wire = m_wire.data();
    std::copy(name.begin(), name.end(), wire + nameAt);
    wire[valueAt - 2] = ':';
    wire[valueAt - 1] = ' ';
    std::transform(value.begin(), value.end(), wire + valueAt, harmless);
    wire[end - 2] = '\r';
    wire[end - 1] = '\n';
    m_spans.append({static_cast<quint32>(nameAt), static_cast<quint32>(name.size()), static_cast<quint32>(valueAt),
                    static_cast<quint32>(value.size())});
}

void Headers::set(QByteArrayView name, QByteArrayView value)
{
    remove(name);
    append(name, value);
}

void Headers::remove(QByteArrayView name)
{
    if (!contains(name))
        return;
    Headers kept;
    for (const Field field : *this) {
        if (!equalsIgnoringCase(field.name, name))
            kept.append(field.name, field.value);
    }
    *this = std::move(kept);
}

QByteArrayView Headers::value(QByteArrayView name) const
{
    const qsizetype index = indexOf(name);
    return index < 0 ? QByteArrayView() : at(index).value;
}

QByteArray Headers::combined(QByteArrayView name) const
{
    QByteArray all;
    bool first = true;
    for (const Field field : *this) {
        if (!equalsIgnoringCase(field.name, name))
            continue;
        if (!first)
            all += ", ";
        all += field.value;
        first = false;
    }
    return all;
}

qsizetype Headers::count(QByteArrayView name) const
{
    return std::count_if(m_spans.begin(), m_spans.end(), [&](const Span &span) {
        return equalsIgnoringCase(QByteArrayView(m_wire).sliced(span.nameAt, span.nameSize), name);
    });
}

Headers::Field Headers::at(qsizetype index) const
{
    const Span &span = m_spans[index];
    const QByteArrayView wire(m_wire);
    return {wire.sliced(span.nameAt, span.nameSize), wire.sliced(span.valueAt, span.valueSize)};
}

void Headers::adopt(QByteArrayView name, QByteArrayView value)
{
    const char *start = m_wire.constData();
    m_spans.append({static_cast<quint32>(name.data() - start), static_cast<quint32>(name.size()),
                    static_cast<quint32>(value.data() - start), static_cast<quint32>(value.size())});
}

qsizetype Headers::indexOf(QByteArrayView name) const
{
    for (qsizetype index = 0; index < m_spans.size(); ++index) {
        const Span &span = m_spans[index];
        if (span.nameSize == static_cast<quint32>(name.size())
            && equalsIgnoringCase(QByteArrayView(m_wire).sliced(span.nameAt, span.nameSize), name))
            return index;
    }
    return -1;
}

} // namespace signalbox::http
