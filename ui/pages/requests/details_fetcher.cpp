// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/details_fetcher.h"

#include "client/session.h"

#include <memory>

namespace signalbox::ui {

namespace {

constexpr int AtATime = 4;

}

struct DetailsFetcher::Job {
    QList<RequestDetails> details;
    QPointer<QObject> context;
    Done done;
    qsizetype asked = 0;
    qsizetype underWay = 0;
    bool finished = false;
};

DetailsFetcher::DetailsFetcher(QObject *parent)
    : QObject(parent)
{
}

void DetailsFetcher::setSession(Session *session)
{
    m_session = session;
}

void DetailsFetcher::fetch(const QList<RequestRecord> &records, QObject *context, Done done)
{
    auto job = std::make_shared<Job>();
    for (const RequestRecord &record : records)
        job->details.append({record, {}, {}});
    job->context = context;
    job->done = std::move(done);
    next(job);
}

void DetailsFetcher::next(const std::shared_ptr<Job> &job)
{
    const qsizetype wanted = m_session ? std::min<qsizetype>(MaxFetched, job->details.size()) : 0;
    while (job->asked < wanted && job->underWay < AtATime) {
        const qsizetype place = job->asked++;
        ++job->underWay;
        const QByteArray id = job->details.at(place).record.id.toPercentEncoding();
        m_session->client().get(QLatin1String("/admin/requests/") + QString::fromLatin1(id), {}, this,
                                [this, job, place](const AdminClient::Answer &answer) {
                                    --job->underWay;
                                    if (answer.ok())
                                        job->details[place] = RequestDetails::fromCbor(answer.body);
                                    next(job);
                                });
    }
    if (job->underWay > 0 || job->finished)
        return;
    job->finished = true;
    if (job->context)
        job->done(job->details);
}

} // namespace signalbox::ui
