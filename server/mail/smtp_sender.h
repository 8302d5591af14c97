// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "mail/smtp_url.h"

#include <atomic>
#include <chrono>

namespace signalbox::mail {

class MailError;
struct MailMessage;

// Hands messages to a mail server by SMTP (libcurl). Any thread, and several at once; each call blocks until the server
// has taken the message or a deadline is over, so it is not for a reactor: see Mailer.
class SmtpSender {
public:
    struct Settings {
        SmtpUrl url;
        std::chrono::milliseconds connectTimeout{10'000}; // until it is logged in
        std::chrono::milliseconds timeout{30'000}; // for all of it
    };

    explicit SmtpSender(Settings settings);

    // Throws MailError: permanent when the server answered that it won't take it (5xx), else transient.
    void send(const MailMessage &message) const;
    // What is being sent is given up, within a second or so, and nothing is sent any more.
    void stop() { m_isStopped = true; }

    const SmtpUrl &url() const { return m_settings.url; }

private:
    const Settings m_settings;
    std::atomic<bool> m_isStopped = false;
};

} // namespace signalbox::mail
