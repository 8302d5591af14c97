// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>

namespace signalbox::mail {

// One header field of a message, in lines of at most 76 characters where its words allow it (RFC 5322, 2.2.3); what
// isn't plain ASCII in encoded words (RFC 2047). A value.
class HeaderField {
public:
    explicit HeaderField(const QByteArray &name);

    // Whether a text may stand in a field: one with a line break could add fields of its own.
    static bool takes(const QString &text);

    HeaderField &text(const QString &text); // for people to read: a subject
    HeaderField &phrase(const QString &text); // the name before an address
    HeaderField &word(const QByteArray &word); // as it is
    QByteArray ended() const; // with the end of its line

private:
    HeaderField &words(const QByteArrayList &words);

    QByteArray m_lines;
    qsizetype m_lineStart = 0;
};

} // namespace signalbox::mail
