// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <chrono>

namespace signalbox::mail {

// What a person configures of mail, and its limits. A value.
struct MailSettings {
    QString from = QStringLiteral("Signalbox <signalbox@localhost>"); // see MailAddress::parse
    QString smtpUrl; // see SmtpUrl; empty: messages go to the outbox
    QString outboxFolder; // empty: outbox in the data folder
    qsizetype outboxMessages = 1000; // that are kept
    int connections = 4; // to the mail server, at a time
    int queued = 1000; // messages that wait for one
    std::chrono::milliseconds connectTimeout{10'000};
    std::chrono::milliseconds timeout{30'000}; // to hand in one message
};

} // namespace signalbox::mail
