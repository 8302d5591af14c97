// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "mail/mail_message.h"

namespace signalbox::mail {

// To a user who has just got an account. The id is the same for the same user and account, so that a second try sends
// no second message to the outbox; the sender is left to the Mailer.
MailMessage welcomeMessage(const QString &name, const QString &address, const QString &id, const QDateTime &date);

} // namespace signalbox::mail
