// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "mail/mail_address.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace signalbox::mail {

// A message of plain text to one person. A value.
struct MailMessage {
    // As RFC 5322 has it. Throws a permanent MailError that says what can't be sent.
    QByteArray encoded() const;
    QByteArray messageId() const; // "welcome-17@example.com", the domain being that of `from`

    MailAddress from; // empty: the Mailer's
    MailAddress to;
    QString subject;
    QString text; // its lines end with \n
    QDateTime date;
    // The same for the same message when it is sent again, up to 128 of A-Z a-z 0-9 _ + = - and . between them.
    QString id;
};

} // namespace signalbox::mail
