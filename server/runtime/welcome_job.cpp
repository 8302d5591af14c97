// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "runtime/welcome_job.h"

#include "base/json_text.h"
#include "http/context.h"
#include "jobs/job_error.h"
#include "jobs/job_interrupts.h"
#include "jobs/queue.h"
#include "jobs/trace_metadata.h"
#include "mail/mail_error.h"
#include "mail/mailer.h"
#include "mail/welcome_message.h"
#include "redis/clients.h"
#include "telemetry/log.h"
#include "users/user_service.h"
#include "utc_time.h"

namespace signalbox {

using namespace Qt::Literals::StringLiterals;
using jobs::JobContext;

namespace {

// As the contract says.
jobs::NewJob welcomeJob(const http::Context &context, const users::User &user)
{
    jobs::NewJob job;
    job.name = "welcome";
    job.data = jsonText(QJsonObject{{u"userId"_s, QString::fromLatin1(user.id)}});
    job.options.attempts = 5;
    job.options.backoff = jobs::BackoffOption{u"exponential"_s, 1000, 0};
    job.options.removeOnComplete = jobs::KeepOption{1000, {}, {}};
    job.options.removeOnFail = jobs::KeepOption{5000, {}, {}};
    job.options.traceParent = jobs::traceMetadata({context.traceId(), context.spanId()});
    return job;
}

// Deleted since, or of a server that has another database, and the same queue.
void warnOfNobody(const JobContext &context, const QByteArray &userId, telemetry::Log &log)
{
    log.write(
        telemetry::Level::Warn, "welcome_skipped",
        {{u"userId"_s, QString::fromLatin1(userId)},
         {u"jobId"_s, QString::fromUtf8(context.job().id)},
         {u"hint"_s,
          u"There is no such user (any more). Servers that share a Redis but no database need a jobs.prefix each"_s}});
}

QCoro::Task<QByteArray> welcome(std::shared_ptr<JobContext> context, users::UserService &users, mail::Mailer &mailer,
                                telemetry::Log &log)
{
    const QByteArray id = context->data()["userId"_L1].toString().toLatin1();
    const auto user = co_await users.findIfThere(context->spans(), id);
    if (!user) {
        warnOfNobody(*context, id, log);
        co_return R"({"skipped":"deleted"})";
    }
    const auto from = telemetry::SpanSink::Clock::now();
    const QDateTime date = utcTime(context->job().timestamp);
    const mail::MailMessage message =
        mail::welcomeMessage(user->name, user->email, QString::fromLatin1(user->id), date);
    QString refusal;
    try {
        co_await mailer.send(message);
    } catch (const mail::MailError &error) {
        if (!error.isPermanent())
            throw;
        refusal = QString::fromUtf8(error.what());
    }
    if (auto *spans = context->spans())
        spans->addSpan("mail", "send to " + mailer.target().toUtf8(), from, telemetry::SpanSink::Clock::now(),
                       !refusal.isEmpty());
    if (!refusal.isEmpty())
        throw jobs::UnrecoverableError(refusal);
    co_return R"({"sent":true})";
}

} // namespace

QCoro::Task<> enqueueWelcome(http::Context &context, WelcomeParts parts, users::User user)
{
    QString trouble;
    try {
        const auto span = context.span("job", "add welcome to email");
        jobs::Queue queue(parts.redis.here(), {parts.prefix, emailQueue}, &context);
        co_await queue.add(welcomeJob(context, user));
    } catch (const http::AppError &error) {
        trouble = error.detail();
    } catch (const std::exception &error) {
        trouble = QString::fromUtf8(error.what());
    }
    if (!trouble.isEmpty())
        parts.log.write(telemetry::Level::Warn, "welcome_not_enqueued",
                        {{u"userId"_s, QString::fromLatin1(user.id)},
                         {u"error"_s, trouble},
                         {u"requestId"_s, QString::fromLatin1(context.requestId())}});
}

jobs::Processors emailProcessors(users::UserService &users, mail::Mailer &mailer, telemetry::Log &log)
{
    jobs::Processors processors;
    processors.add(u"welcome"_s, [&users, &mailer, &log](std::shared_ptr<JobContext> context) {
        return welcome(std::move(context), users, mailer, log);
    });
    return processors;
}

} // namespace signalbox
