// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sample_processors.h"

#include "jobs/job_interrupts.h"
#include "pictures_camera.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::app {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Context = std::shared_ptr<jobs::JobContext>;
using std::chrono::milliseconds;

namespace {

// The same for the same job in each run of the pictures.
int numberOf(const jobs::JobContext &job, int below)
{
    return int(qHash(job.job().data, 7) % std::size_t(below));
}

QByteArray json(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QCoro::Task<> workOn(Context job, milliseconds time, int steps)
{
    for (int step = 1; step <= steps; ++step) {
        co_await pauseFor(time / steps);
        if (job->stopToken().stop_requested())
            throw jobs::UnrecoverableError(job->whyStopped());
        co_await job->updateProgress(QByteArray::number(100 * step / steps));
    }
}

QCoro::Task<QByteArray> renderInvoice(Context job)
{
    const int lines = 3 + numberOf(*job, 40);
    co_await job->log("Loaded " + QByteArray::number(lines) + " lines of the order");
    const milliseconds time(120 + 25 * lines);
    co_await workOn(job, time, 4);
    if (numberOf(*job, 23) == 0)
        throw std::runtime_error("The template has no field “vatNumber”");
    const QString file = u"invoice-%1.pdf"_s.arg(QString::fromLatin1(job->job().id));
    co_await job->log("Wrote " + file.toUtf8());
    co_return json({{u"file"_s, file}, {u"bytes"_s, 18'000 + 1400 * lines}, {u"pages"_s, 1 + lines / 20}});
}

QCoro::Task<QByteArray> chargeCard(Context job)
{
    co_await job->log("Asking the bank, attempt " + QByteArray::number(job->job().attemptsMade + 1));
    const milliseconds time(300 + numberOf(*job, 500));
    co_await pauseFor(time);
    if (numberOf(*job, 3) == 0) {
        co_await job->log("The bank answered 402 after " + QByteArray::number(time.count()) + " ms");
        throw std::runtime_error("The bank answered 402: the card was declined (insufficient_funds)");
    }
    co_return json({{u"authorization"_s, u"A-%1"_s.arg(numberOf(*job, 900'000))}});
}

QCoro::Task<QByteArray> deliver(Context job)
{
    const milliseconds time(40 + numberOf(*job, 300));
    co_await pauseFor(time);
    switch (numberOf(*job, 9)) {
    case 0:
        throw std::runtime_error("POST https://hooks.example.com/orders answered 503 Service Unavailable");
    case 1:
        throw std::runtime_error("No answer from https://crm.example.net/in within 10 s");
    default:
        co_return json({{u"status"_s, 202}, {u"ms"_s, int(time.count())}});
    }
}

QCoro::Task<QByteArray> resize(Context job)
{
    const milliseconds time(200 + numberOf(*job, 900));
    co_await workOn(job, time, 5);
    if (numberOf(*job, 11) == 0)
        throw std::runtime_error("libvips: unsupported colour space “CMYK”");
    co_return json({{u"format"_s, u"webp"_s}, {u"bytes"_s, 9000 + numberOf(*job, 80'000)}});
}

// Long enough to be seen while it runs.
QCoro::Task<QByteArray> exportLedger(Context job)
{
    constexpr int Accounts = 240;
    for (int account = 1; account <= Accounts; ++account) {
        co_await job->log("Account " + QByteArray::number(1000 + account) + ": "
                          + QByteArray::number(40 + account * 37 % 500) + " entries");
        co_await job->updateProgress(QByteArray::number(100 * account / Accounts));
        co_await pauseFor(1s);
        if (job->stopToken().stop_requested())
            throw jobs::UnrecoverableError(job->whyStopped());
    }
    co_return json({{u"accounts"_s, Accounts}});
}

QCoro::Task<QByteArray> publish(Context job)
{
    const QHash<QByteArray, QByteArray> values = co_await job->childrenValues();
    co_return json({{u"pictures"_s, int(values.size())}});
}

} // namespace

jobs::Processors sampleProcessors()
{
    jobs::Processors processors;
    processors.add(u"render-invoice"_s, renderInvoice);
    processors.add(u"charge-card"_s, chargeCard);
    processors.add(u"deliver"_s, deliver);
    processors.add(u"export-ledger"_s, exportLedger);
    processors.add(u"publish-gallery"_s, publish);
    processors.setDefault(resize);
    return processors;
}

} // namespace signalbox::app
