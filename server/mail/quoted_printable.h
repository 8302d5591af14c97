// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace signalbox::mail {

// A text as quoted-printable UTF-8 (RFC 2045, 6.7): lines of at most 76 characters of ASCII that end with CRLF, the
// last one too. Any of \n, \r\n and \r ends a line of the text.
QByteArray quotedPrintable(const QString &text);

} // namespace signalbox::mail
