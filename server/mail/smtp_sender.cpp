// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/smtp_sender.h"

#include "mail/smtp_transfer.h"

namespace signalbox::mail {

SmtpSender::SmtpSender(Settings settings)
    : m_settings(std::move(settings))
{
}

void SmtpSender::send(const MailMessage &message) const
{
    SmtpTransfer(m_settings, m_isStopped).send(message);
}

} // namespace signalbox::mail
