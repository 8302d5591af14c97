// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_overview.h"

#include "client/session.h"
#include "pages/metrics/fact_card.h"
#include "pages/metrics/range_query.h"
#include "pages/queues/queue_chart.h"
#include "pages/queues/queue_paths.h"
#include "widgets/card_grid.h"
#include "widgets/charts/chart_card.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Interval = 2s;
constexpr std::chrono::milliseconds UsualWindow = 15min;
constexpr std::chrono::milliseconds LongestWindow = 1h;
constexpr int ChartHeight = 170;
constexpr int WorkersShown = 6;
constexpr qint64 FewSamples = 20;

QString rateText(double perSecond)
{
    return std::isfinite(perSecond) ? formatRate(perSecond) : u"–"_s;
}

} // namespace

QueueOverview::QueueOverview(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_cards(new CardGrid)
    , m_now(new FactCard(theme, tr("Now")))
    , m_wait(new FactCard(theme, tr("Wait")))
    , m_run(new FactCard(theme, tr("Run")))
    , m_limits(new FactCard(theme, tr("Queue")))
    , m_jobs(new QueueChart(theme, m_timeline, QueueChart::Kind::Rates))
    , m_waits(new QueueChart(theme, m_timeline, QueueChart::Kind::Durations))
    , m_runs(new QueueChart(theme, m_timeline, QueueChart::Kind::Durations))
    , m_problem(new QLabel)
    , m_noWorkers(new QLabel)
    , m_workers(makePlainTable(theme, m_model, u"queueWorkers"_s, tr("Workers"), {200, 180, 120}))
{
    setObjectName(u"queueOverview"_s);
    buildFacts(theme);
    build(theme);
    connect(&m_timeline, &ChartTimeline::picked, this, [this](qint64 fromMs, qint64 toMs) {
        if (m_session)
            m_session->range().setCustom(fromMs, toMs);
    });
    connect(&m_timeline, &ChartTimeline::liveWanted, this, [this] {
        if (m_session)
            m_session->range().setKind(TimeRange::Kind::Live);
    });
}

void QueueOverview::buildFacts(const Theme &)
{
    m_now->addFact(u"queueFact.added"_s, tr("In"), tr("Jobs added a second, in the last minute"));
    m_now->addFact(u"queueFact.completed"_s, tr("Completed"), tr("Jobs a second, in the last minute"));
    m_now->addFact(u"queueFact.failed"_s, tr("Failed"), tr("Jobs a second, in the last minute"));
    m_now->addFact(u"queueFact.oldest"_s, tr("Oldest"),
                   tr("For how long the job that has waited longest could have run already"));
    addTimes(*m_wait, u"wait"_s);
    addTimes(*m_run, u"run"_s);
    m_limits->addFact(u"queueFact.prefix"_s, tr("Prefix"), tr("Of its keys in Redis"));
    m_limits->addFact(u"queueFact.concurrency"_s, tr("At once"), tr("Jobs that may run at once, of all workers"));
    m_limits->addFact(u"queueFact.rateLimit"_s, tr("Rate limit"), tr("Jobs that may start within a time"));
    m_limits->addFact(u"queueFact.workers"_s, tr("Workers"), tr("That are connected"));
    for (FactCard *card : {m_now, m_wait, m_run, m_limits})
        m_cards->addCard(card);
}

void QueueOverview::addTimes(FactCard &card, const QString &name)
{
    for (const QString &percentile : {u"p50"_s, u"p95"_s, u"p99"_s})
        card.addFact(u"queueFact.%1.%2"_s.arg(name, percentile), percentile);
    card.addFact(u"queueFact.%1.count"_s.arg(name), tr("Of"), tr("Jobs that finished in the last five minutes"));
}

QWidget *QueueOverview::makeCharts(const Theme &theme)
{
    m_jobs->setObjectName(u"queueJobsChart"_s);
    m_jobs->setAccessibleName(tr("Jobs a second over time"));
    m_jobs->addLine(tr("added"), Theme::Role::ChartActive, [](const QueuePoint &point) { return double(point.added); });
    m_jobs->addLine(tr("completed"), Theme::Role::Success,
                    [](const QueuePoint &point) { return double(point.completed); });
    m_jobs->addLine(tr("failed"), Theme::Role::Danger, [](const QueuePoint &point) { return double(point.failed); });
    const auto percentiles = [](QueueChart &chart, Percentiles QueuePoint::*of) {
        chart.addLine(u"p50"_s, Theme::Role::ChartP50, [of](const QueuePoint &point) { return (point.*of).p50; });
        chart.addLine(u"p95"_s, Theme::Role::ChartP95, [of](const QueuePoint &point) { return (point.*of).p95; });
        chart.addLine(u"p99"_s, Theme::Role::ChartP99, [of](const QueuePoint &point) { return (point.*of).p99; });
    };
    m_waits->setObjectName(u"queueWaitChart"_s);
    m_waits->setAccessibleName(tr("Wait over time"));
    percentiles(*m_waits, &QueuePoint::wait);
    m_runs->setObjectName(u"queueRunChart"_s);
    m_runs->setAccessibleName(tr("Run time over time"));
    percentiles(*m_runs, &QueuePoint::run);
    auto *charts = new QWidget;
    auto *column = new QVBoxLayout(charts);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid);
    const auto add = [&](const QString &title, const QString &help, QueueChart *chart) {
        auto *card = new ChartCard(theme, title, help, chart);
        card->followLegendOf(chart);
        card->setMinimumHeight(ChartHeight);
        column->addWidget(card, 1);
    };
    add(tr("Jobs"), tr("Jobs a second: what came in, and what went out."), m_jobs);
    add(tr("Wait"), tr("From when a job could run to when it began, of those that finished."), m_waits);
    add(tr("Run"), tr("From when a job began to when it finished."), m_runs);
    return charts;
}

void QueueOverview::build(const Theme &theme)
{
    m_problem->setObjectName(u"queueOverview.problem"_s);
    m_problem->setWordWrap(true);
    m_problem->hide();
    Theme::setKind(m_problem, "caution");
    m_noWorkers->setObjectName(u"queueOverview.noWorkers"_s);
    m_noWorkers->setWordWrap(true);
    Theme::setKind(m_noWorkers, "muted");
    m_workers->setFixedHeight((WorkersShown + 1) * Theme::RowHeight);
    auto *title = new QLabel(tr("Workers"));
    Theme::setKind(title, "heading");
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid * 2);
    column->setSpacing(Theme::Grid);
    column->addWidget(m_problem);
    column->addWidget(m_cards);
    column->addWidget(makeCharts(theme), 1);
    column->addWidget(title);
    column->addWidget(m_noWorkers);
    column->addWidget(m_workers);
    auto *scroll = new QScrollArea;
    scroll->setObjectName(u"queueOverviewScroll"_s);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins({});
    outer->addWidget(scroll);
}

void QueueOverview::setSession(Session *session)
{
    if (m_session)
        m_session->range().disconnect(this);
    m_session = session;
    if (session) {
        connect(&session->range(), &TimeRange::changed, this, &QueueOverview::ask);
        connect(&session->range(), &TimeRange::pausedChanged, this, &QueueOverview::ask);
    }
    follow();
}

void QueueOverview::setActive(bool active)
{
    m_active = active;
    ask();
}

void QueueOverview::setQueue(const QueueRow &queue)
{
    const bool other = queue.id != m_queue.id;
    m_queue = queue;
    if (other)
        follow();
    showFacts();
}

void QueueOverview::forget()
{
    m_queue = {};
    follow();
    showFacts();
}

void QueueOverview::follow()
{
    m_poller.reset();
    m_problem->hide();
    m_model.merge({});
    for (QueueChart *chart : {m_jobs, m_waits, m_runs})
        chart->setSeries({});
    if (!m_session || m_queue.id.isEmpty())
        return;
    m_poller = std::make_unique<AdminPoller>(queuePath(m_queue.id));
    m_poller->setSession(m_session);
    m_poller->setInterval(Interval);
    connect(m_poller.get(), &AdminPoller::answered, this, &QueueOverview::take);
    connect(m_poller.get(), &AdminPoller::stateChanged, this, [this] {
        m_problem->setText(m_poller->error());
        m_problem->setVisible(!m_poller->error().isEmpty());
    });
    ask();
}

// By length: of a part of the past that was picked, the queue's own series knows no beginning.
void QueueOverview::ask()
{
    if (!m_poller || !m_session)
        return;
    std::chrono::milliseconds window = lengthOf(m_session->range());
    window = window == 0ms ? UsualWindow : std::min(window, LongestWindow);
    m_poller->setQuery({{u"window"_s, u"%1s"_s.arg(window.count() / 1000)}});
    m_poller->setRunning(m_active && !m_session->range().isPaused());
}

void QueueOverview::take(const QCborMap &answer)
{
    const QueueSeries series = QueueSeries::fromCbor(answer);
    const qint64 end = series.isEmpty() ? QDateTime::currentMSecsSinceEpoch() : series.endMs();
    const std::chrono::milliseconds range = lengthOf(m_session->range());
    const std::chrono::milliseconds window = range == 0ms ? UsualWindow : std::min(range, LongestWindow);
    m_timeline.setSpan({end - window.count(), end});
    for (QueueChart *chart : {m_jobs, m_waits, m_runs})
        chart->setSeries(series);
    m_model.merge(QueueWorker::listFromCbor(answer.value("workersList"_L1)));
    m_noWorkers->setText(m_queue.workers ? tr("No worker is connected. One that is shows here by itself.")
                                         : tr("Redis doesn't let Signalbox see who is connected (CLIENT LIST)."));
    m_noWorkers->setVisible(m_model.rowCount() == 0);
    m_workers->setVisible(m_model.rowCount() > 0);
}

void QueueOverview::showFacts()
{
    m_now->set(u"queueFact.added"_s, rateText(m_queue.addedPerSecond));
    m_now->set(u"queueFact.completed"_s, rateText(m_queue.completedPerSecond));
    m_now->set(u"queueFact.failed"_s, rateText(m_queue.failedPerSecond),
               m_queue.failedPerSecond > 0 ? Theme::Role::Danger : Theme::Role::Text);
    m_now->set(u"queueFact.oldest"_s, formatDuration(m_queue.oldestWaitingMs));
    showTimes(*m_wait, u"wait"_s, m_queue.waitTimes);
    showTimes(*m_run, u"run"_s, m_queue.runTimes);
    m_limits->set(u"queueFact.prefix"_s, m_queue.prefix);
    m_limits->set(u"queueFact.concurrency"_s,
                  m_queue.concurrency ? formatCounted(*m_queue.concurrency, tr("job"), tr("jobs")) : tr("no limit"));
    m_limits->set(u"queueFact.rateLimit"_s,
                  m_queue.rateLimit ? tr("%1 in %2")
                                          .arg(formatExact(m_queue.rateLimit->max),
                                               formatDuration(double(m_queue.rateLimit->durationMs)))
                                    : tr("none"));
    m_limits->set(u"queueFact.workers"_s, m_queue.workers ? formatExact(*m_queue.workers) : tr("unknown"),
                  m_queue.lacksWorker() ? Theme::Role::Warning : Theme::Role::Text);
}

void QueueOverview::showTimes(FactCard &card, const QString &name, const QueueTimes &times)
{
    const QString fact = u"queueFact.%1."_s.arg(name);
    card.set(fact + "p50"_L1, formatDuration(times.percentiles.p50));
    card.set(fact + "p95"_L1, formatDuration(times.percentiles.p95));
    card.set(fact + "p99"_L1, formatDuration(times.percentiles.p99));
    const QString jobs = formatCounted(times.count, tr("job"), tr("jobs"));
    card.set(fact + "count"_L1, times.count > 0 && times.count < FewSamples ? tr("%1, few").arg(jobs) : jobs,
             Theme::Role::TextMuted);
}

} // namespace signalbox::ui
