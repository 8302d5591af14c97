// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "mail/mailer.h"

#include "mail/mail_error.h"
#include "mail/mail_message.h"
#include "mail/mail_settings.h"
#include "mail/outbox_folder.h"
#include "mail/smtp_sender.h"

#include <QCoro/QCoroFuture>

namespace signalbox::mail {

using namespace Qt::Literals::StringLiterals;
using Kind = MailError::Kind;

Mailer::Mailer(const MailSettings &settings, const QString &dataDirectory)
    : m_threads({.threads = settings.connections, .queued = settings.queued})
{
    if (const auto from = MailAddress::parse(settings.from))
        m_from = *from;
    else
        m_error = u"mail.from must be an email address, maybe with a name: Signalbox <signalbox@localhost>"_s;
    use(settings, dataDirectory);
}

Mailer::~Mailer()
{
    if (m_smtp)
        m_smtp->stop();
}

void Mailer::use(const MailSettings &settings, const QString &dataDirectory)
{
    if (settings.smtpUrl.isEmpty()) {
        const QString &named = settings.outboxFolder;
        const QString folder = named.isEmpty() ? dataDirectory + "/outbox"_L1 : named;
        m_outbox = std::make_unique<OutboxFolder>(folder, settings.outboxMessages);
        return;
    }
    const auto parsed = SmtpUrl::parse(settings.smtpUrl);
    if (const auto *invalid = std::get_if<SmtpUrl::Invalid>(&parsed)) {
        m_error = u"mail.smtp-url: "_s + invalid->message;
        return;
    }
    const SmtpSender::Settings smtp{std::get<SmtpUrl>(parsed), settings.connectTimeout, settings.timeout};
    m_smtp = std::make_unique<SmtpSender>(smtp);
}

QString Mailer::target() const
{
    if (m_smtp)
        return m_smtp->url().forLogs();
    return m_outbox ? m_outbox->path() : QString();
}

QCoro::Task<> Mailer::send(MailMessage message)
{
    if (!m_error.isEmpty())
        throw MailError(Kind::Permanent, m_error);
    if (message.from.isEmpty())
        message.from = m_from;
    const auto sent = m_threads.tryRun([this, message] {
        deliver(message);
        return true;
    });
    if (!sent)
        throw MailError(Kind::Transient, u"Too many messages wait to be sent"_s);
    const QFuture<bool> future = *sent;
    [[maybe_unused]] const bool isSent = co_await future;
}

void Mailer::deliver(const MailMessage &message)
{
    if (m_smtp)
        m_smtp->send(message);
    else
        m_outbox->put(message);
}

} // namespace signalbox::mail
