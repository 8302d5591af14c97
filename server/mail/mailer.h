// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/compute_pool.h"
#include "mail/mail_address.h"

#include <QCoro/QCoroTask>

#include <memory>

namespace signalbox::mail {

class OutboxFolder;
class SmtpSender;
struct MailMessage;
struct MailSettings;

// Sends mail, by SMTP or into a folder, on threads of its own. One for the whole server; any thread with an event loop.
// Its destructor gives up what is being sent by SMTP, and waits for its threads: a second or so.
class Mailer {
public:
    Mailer(const MailSettings &settings, const QString &dataDirectory);
    ~Mailer();
    Mailer(const Mailer &) = delete;
    Mailer &operator=(const Mailer &) = delete;

    // What is wrong with the settings; then nothing can be sent.
    const QString &errorString() const { return m_error; }
    // Where mail goes: the mail server's URL, without its password, or the folder.
    QString target() const;

    // Ends when the server has taken the message or it is in the folder; throws MailError. A `from` that is empty is
    // that of the settings. The mailer outlives the task.
    QCoro::Task<> send(MailMessage message);

private:
    void use(const MailSettings &settings, const QString &dataDirectory);
    void deliver(const MailMessage &message);

    QString m_error;
    MailAddress m_from;
    std::unique_ptr<OutboxFolder> m_outbox; // one of the two
    std::unique_ptr<SmtpSender> m_smtp;
    ComputePool m_threads; // goes first
};

} // namespace signalbox::mail
