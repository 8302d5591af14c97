// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/reply.h"

#include <QByteArray>

namespace signalbox::http {

class Context;

// A body that is the same for everyone, kept as it is and compressed, so that giving it out costs no work: with its
// ETag, 304 to who has it, gzip to who takes it. A value whose copies share the bytes; any thread.
class StaticDocument {
public:
    StaticDocument() = default;
    static StaticDocument fromPlain(QByteArray contentType, QByteArray body);
    // `compressed` as gzip makes it, of a body that was compressed when the program was built.
    static StaticDocument fromGzip(QByteArray contentType, QByteArray compressed);

    Reply reply(const Context &context) const;

private:
    StaticDocument(QByteArray contentType, QByteArray plain, QByteArray compressed);

    QByteArray m_contentType;
    QByteArray m_plain;
    QByteArray m_compressed;
    QByteArray m_plainTag; // entity tags are of the bytes sent (RFC 9110, 8.8.3)
    QByteArray m_compressedTag;
};

} // namespace signalbox::http
