// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace signalbox::mail {

// Who a message is from or to. A value.
struct MailAddress {
    // "Signalbox <signalbox@localhost>", or the address alone. Nothing when it isn't one.
    static std::optional<MailAddress> parse(const QString &text);

    bool isEmpty() const { return name.isEmpty() && address.isEmpty(); }
    // An address is what users may have as theirs, or one at a host without a dot, as signalbox@localhost. None can
    // end a line or hold a bracket, so that it can stand in a command of SMTP.
    bool isValid() const;
    // As mail servers take it: the domain in ASCII (RFC 5890), what is before it in UTF-8 (RFC 6531).
    QByteArray mailbox() const;
    QByteArray domain() const;

    QString name; // may be empty
    QString address;
};

} // namespace signalbox::mail
