// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_detail.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/queues/job_data.h"
#include "pages/queues/job_facts.h"
#include "pages/queues/job_failures.h"
#include "pages/queues/job_head.h"
#include "pages/queues/job_logs.h"
#include "pages/queues/job_timeline_model.h"
#include "pages/queues/job_tree.h"
#include "pages/queues/queue_paths.h"
#include "widgets/body_view.h"
#include "widgets/copy_button.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"

#include <QCborArray>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int RefreshMs = 300; // after the feed has told of another state
const QList<int> TimelineWidths{176, 96, 96};

} // namespace

JobDetail::JobDetail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_head(new JobHead(theme))
    , m_unsaved(new NoticeBar(theme))
    , m_tabs(new QTabWidget)
    , m_data(new JobData(theme))
    , m_facts(new JobFacts(theme))
    , m_timeline(new JobTimelineModel(theme, this))
    , m_options(new BodyView(theme, tr("Options")))
    , m_logs(new JobLogs(theme))
    , m_failures(new JobFailures(theme))
    , m_result(new BodyView(theme, tr("Return value")))
    , m_tree(new JobTree(theme))
    , m_copyTimeline(new CopyButton(theme))
{
    setObjectName(u"jobDetail"_s);
    setAccessibleName(tr("Job"));
    Theme::setKind(this, "bar");
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(RefreshMs);
    build();
    connectParts();
}

void JobDetail::build()
{
    makeTabs();
    m_stateView = new StateView(m_theme, m_tabs, this);
    m_stateView->setObjectName(u"jobDetailState"_s);
    m_unsaved->setObjectName(u"jobUnsaved"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, 0);
    column->setSpacing(Theme::Grid / 2);
    column->addWidget(m_head);
    column->addWidget(m_unsaved);
    column->addWidget(m_stateView, 1);
}

QWidget *JobDetail::makeTimeline()
{
    QTableView *table =
        makePlainTable(m_theme, *m_timeline, u"jobTimeline"_s, tr("What happened to the job"), TimelineWidths);
    m_copyTimeline->setObjectName(u"jobTimelineCopy"_s);
    auto *tab = new QWidget;
    auto *row = new QHBoxLayout(tab);
    row->setContentsMargins(0, Theme::Grid, Theme::Grid, 0);
    row->addWidget(table, 1);
    row->addWidget(m_copyTimeline, 0, Qt::AlignTop);
    return tab;
}

void JobDetail::makeTabs()
{
    auto *facts = new QScrollArea;
    facts->setWidgetResizable(true);
    facts->setWidget(m_facts);
    facts->viewport()->setAutoFillBackground(false); // the pane's own ground
    m_facts->setAutoFillBackground(false);
    facts->setObjectName(u"jobFacts"_s);
    facts->setFocusPolicy(Qt::NoFocus);
    m_options->setObjectName(u"jobOptions"_s);
    m_result->setObjectName(u"jobResult"_s);
    m_tabs->setObjectName(u"jobTabs"_s);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->addTab(m_data, tr("Data"));
    m_tabs->addTab(facts, tr("Facts"));
    m_tabs->addTab(makeTimeline(), tr("Timeline"));
    m_tabs->addTab(m_logs, tr("Logs"));
    m_tabs->addTab(m_failures, tr("Failures"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_options, tr("Options"));
    m_tabs->addTab(m_tree, tr("Tree"));
}

void JobDetail::connectParts()
{
    connect(m_head, &JobHead::closed, this, &JobDetail::closed);
    connect(m_tabs, &QTabWidget::currentChanged, this, &JobDetail::loadTab);
    connect(m_stateView, &StateView::retryAsked, this, &JobDetail::refresh);
    connect(&m_refresh, &QTimer::timeout, this, &JobDetail::refresh);
    connect(m_facts, &JobFacts::linkActivated, this, &JobDetail::follow);
    connect(m_tree, &JobTree::jobAsked, this, &JobDetail::jobAsked);
    connect(m_data, &JobData::toast, this, &JobDetail::toast);
    connect(m_data, &JobData::saved, this, &JobDetail::takeDetails);
    connect(m_data, &JobData::ended, this, &JobDetail::goOn);
    connect(m_unsaved, &NoticeBar::actionAsked, m_data, &JobData::discard);
}

void JobDetail::setActions(const QList<QAction *> &actions)
{
    m_head->setActions(actions);
}

void JobDetail::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    m_data->setSession(session);
    m_logs->setSession(session);
    m_tree->setSession(session);
}

void JobDetail::showJob(const QString &queueId, const JobRow &row)
{
    if (row.id == m_details.row.id && queueId == m_queueId) {
        m_next.reset();
        return tellUnsaved();
    }
    if (m_data->isDirty()) {
        m_next = row;
        m_nextQueueId = queueId;
        m_closeNext = false;
        return tellUnsaved();
    }
    clear();
    m_queueId = queueId;
    m_details.row = row;
    m_logs->setJob(queueId, row.id);
    m_tree->setJob(queueId, row.id);
    fillHeader();
    m_stateView->showLoading();
    emit shown(row.id);
    refresh();
}

void JobDetail::clear()
{
    ++m_question;
    m_refresh.stop();
    m_details = {};
    m_queueId.clear();
    m_next.reset();
    m_closeNext = false;
    m_loaded = false;
    m_data->clear();
    m_logs->setJob({}, {});
    m_tree->setJob({}, {});
    tellUnsaved();
    fill();
}

bool JobDetail::mayClose()
{
    if (!m_data->isDirty())
        return true;
    m_next.reset();
    m_closeNext = true;
    tellUnsaved();
    return false;
}

void JobDetail::stay()
{
    m_next.reset();
    m_closeNext = false;
    tellUnsaved();
}

void JobDetail::tellUnsaved()
{
    const bool asked = m_data->isDirty() && (m_next || m_closeNext);
    m_unsaved->showNotice(Theme::Role::Warning,
                          asked ? tr("The data has changes that aren't saved: save them, or let them go.") : QString(),
                          tr("Let go"));
    if (asked)
        m_tabs->setCurrentWidget(m_data);
}

void JobDetail::goOn()
{
    m_unsaved->showNotice(Theme::Role::Warning, {});
    if (std::exchange(m_closeNext, false))
        return emit closed();
    if (const std::optional<JobRow> next = std::exchange(m_next, std::nullopt))
        showJob(m_nextQueueId, *next);
    else
        fillTabs();
}

void JobDetail::refresh()
{
    if (!m_session || m_details.row.id.isEmpty())
        return;
    m_session->client().get(jobPath(m_queueId, m_details.row.id), {}, this,
                            [this, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(answer);
                            });
}

void JobDetail::edit()
{
    if (!m_loaded)
        return;
    m_tabs->setCurrentWidget(m_data);
    m_data->edit();
}

void JobDetail::take(const AdminClient::Answer &answer)
{
    if (answer.status == 404) {
        m_details.row.state.reset();
        fillHeader();
        if (!m_loaded)
            m_stateView->showEmpty(u"inbox"_s, tr("The job is gone"),
                                   tr("It was removed, or its queue keeps only the last ones."));
        return emit loaded(m_details.row);
    }
    if (!answer.ok() && m_loaded)
        return emit toast(tr("The job could not be loaded anew. %1").arg(answer.error));
    if (!answer.ok())
        return m_stateView->showFailed(answer.error);
    takeDetails(answer.body);
}

void JobDetail::takeDetails(const QCborMap &answer)
{
    const QString id = m_details.row.id;
    m_details = JobDetails::fromCbor(answer);
    m_details.row.id = id;
    m_loaded = true;
    fill();
    m_stateView->showContent();
    loadTab();
    emit loaded(m_details.row);
}

void JobDetail::takeNews(const QString &jobId, const QCborMap &news)
{
    if (jobId != m_details.row.id || !m_loaded)
        return;
    QStringList lines;
    for (const QCborValue line : news.value("logs"_L1).toArray())
        lines.append(line.toString());
    const qint64 total = integerField(news, "logsTotal");
    const bool isAnew = news.value("logsAnew"_L1).toBool();
    if (isAnew)
        m_logs->replaceLines(lines, total);
    else if (!lines.isEmpty())
        m_logs->takeLines(lines, total);
    m_details.logs = isAnew ? total : std::max(m_details.logs, total);
    if (const JobProgress progress = JobProgress::fromCbor(news.value("progress"_L1)); progress.isKnown())
        m_details.row.progress = progress;
    const auto state = jobStateOfKey(news.value("state"_L1).toString());
    if (state != m_details.row.state || integerField(news, "attemptsMade") != m_details.row.attemptsMade)
        m_refresh.start();
    fillHeader();
}

void JobDetail::fill()
{
    fillHeader();
    fillTabs();
}

void JobDetail::fillHeader()
{
    m_head->show(m_details.row);
    m_tabs->setTabText(m_tabs->indexOf(m_logs),
                       m_details.logs > 0 ? tr("Logs %1").arg(formatCount(double(m_details.logs))) : tr("Logs"));
}

void JobDetail::fillTabs()
{
    m_data->setJob(m_queueId, m_details);
    m_facts->setDetails(m_details);
    m_timeline->setMoments(m_details.timeline);
    m_copyTimeline->setCopiedText(m_timeline->text(), tr("the timeline"));
    m_failures->setTraces(m_details.stackTraces, m_details.row.failedReason, m_details.areOldestTracesLeftOut);
    m_options->setBody(m_details.options, m_details.options.size(), false);
    m_result->setBody(m_details.returnValue, m_details.returnValue.size(), m_details.returnValueTruncated);
    const qsizetype failures = m_details.stackTraces.size();
    m_tabs->setTabText(m_tabs->indexOf(m_failures), failures > 0 ? tr("Failures %1").arg(failures) : tr("Failures"));
    m_tabs->setTabVisible(m_tabs->indexOf(m_tree), m_details.hasTree());
    m_tabs->setTabVisible(m_tabs->indexOf(m_result), !m_details.returnValue.isEmpty());
}

// Only what is looked at is asked for.
void JobDetail::loadTab()
{
    if (!m_loaded)
        return;
    if (m_tabs->currentWidget() == m_logs)
        m_logs->load();
    else if (m_tabs->currentWidget() == m_tree)
        m_tree->load();
}

void JobDetail::follow(const QString &link)
{
    if (link == "trace"_L1)
        emit traceAsked(m_details.traceId);
    else if (link == "parent"_L1)
        emit jobAsked(m_details.parentQueueId, m_details.parentId);
    else if (link == "children"_L1)
        m_tabs->setCurrentWidget(m_tree);
}

} // namespace signalbox::ui
