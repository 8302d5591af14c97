// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_pane.h"

#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/queues/jobs_pane.h"
#include "pages/queues/queue_head.h"
#include "pages/queues/queue_overview.h"
#include "pages/queues/schedulers_pane.h"
#include "widgets/segments.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString SectionKey = u"queues/section"_s;

} // namespace

QueuePane::QueuePane(const Theme &theme, QueueActions &actions, QSettings &settings, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_head(new QueueHead(theme, actions))
    , m_notice(new NoticeBar(theme))
    , m_sections(new Segments)
    , m_stack(new QStackedWidget)
    , m_jobs(new JobsPane(theme, settings))
    , m_overview(new QueueOverview(theme))
    , m_schedulers(new SchedulersPane(theme))
{
    setObjectName(u"queuePane"_s);
    build();
    connectParts();
    showSection(std::clamp(settings.value(SectionKey).toInt(), 0, SectionCount - 1));
}

QueuePane::~QueuePane()
{
    m_settings.setValue(SectionKey, m_stack->currentIndex());
}

void QueuePane::build()
{
    m_notice->setObjectName(u"queueNotice"_s);
    m_sections->setObjectName(u"queueSections"_s);
    m_sections->setAccessibleName(tr("Parts of the queue"));
    m_sections->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    const auto add = [this](Section section, const QString &name, const QString &text) {
        QToolButton *button = m_sections->add(section, "queueSection."_L1 + name, text);
        button->setToolTip(u"%1 (Alt+%2)"_s.arg(text).arg(section + 1));
        auto *shortcut = new QShortcut(QKeySequence(u"Alt+%1"_s.arg(section + 1)), this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, section] { showSection(section); });
    };
    add(Jobs, u"jobs"_s, tr("Jobs"));
    add(Overview, u"overview"_s, tr("Overview"));
    add(Schedulers, u"schedulers"_s, tr("Schedulers"));
    for (QWidget *part : std::initializer_list<QWidget *>{m_jobs, m_overview, m_schedulers})
        m_stack->addWidget(part);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    row->addWidget(m_sections);
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_notice);
    column->addLayout(row);
    column->addWidget(m_stack, 1);
}

void QueuePane::connectParts()
{
    connect(m_head, &QueueHead::closed, this, &QueuePane::closed);
    connect(m_sections, &Segments::chosen, this, &QueuePane::showSection);
    connect(m_notice, &NoticeBar::actionAsked, this, [this] {
        if (m_action == QueueNotice::Action::Resume)
            emit resumeAsked();
        else if (m_action == QueueNotice::Action::Connections)
            emit connectionsAsked();
    });
    connect(m_jobs, &JobsPane::queueRequested, this, &QueuePane::queueRequested);
    connect(m_jobs, &JobsPane::openLink, this, &QueuePane::openLink);
    connect(m_jobs, &JobsPane::toast, this, &QueuePane::toast);
    connect(m_schedulers, &SchedulersPane::toast, this, &QueuePane::toast);
}

void QueuePane::setSession(Session *session)
{
    m_jobs->setSession(session);
    m_overview->setSession(session);
    m_schedulers->setSession(session);
}

void QueuePane::setActive(bool active)
{
    m_active = active;
    run();
}

void QueuePane::run()
{
    const int section = m_stack->currentIndex();
    m_jobs->setActive(m_active && section == Jobs);
    m_overview->setActive(m_active && section == Overview);
    m_schedulers->setActive(m_active && section == Schedulers);
}

void QueuePane::setQueue(const QueueRow &queue, const QueueConnection *connection, bool severalConnections)
{
    m_queue = queue;
    m_head->show(queue, connection && severalConnections ? connection->name : QString());
    const QueueNotice notice = noticeOf(queue, connection);
    m_action = notice.action;
    m_notice->showNotice(notice.role, notice.text,
                         notice.action == QueueNotice::Action::Resume            ? tr("Resume")
                             : notice.action == QueueNotice::Action::Connections ? tr("Connections…")
                                                                                 : QString());
    m_jobs->setQueue(queue);
    m_overview->setQueue(queue);
    m_schedulers->setQueue(queue);
}

void QueuePane::forget()
{
    m_queue = {};
    m_jobs->forget();
    m_overview->forget();
    m_schedulers->forget();
}

void QueuePane::showSection(int section)
{
    m_sections->setChosen(section);
    m_stack->setCurrentIndex(section);
    run();
}

void QueuePane::showJobs(std::optional<JobState> state)
{
    showSection(Jobs);
    if (state)
        m_jobs->showState(*state);
}

void QueuePane::openJob(const QString &jobId)
{
    showSection(Jobs);
    m_jobs->openJob(jobId);
}

void QueuePane::addJob()
{
    showSection(Jobs);
    m_jobs->addJob();
}

void QueuePane::focusSearch()
{
    showSection(Jobs);
    m_jobs->focusSearch();
}

QList<Shortcut> QueuePane::shortcuts() const
{
    if (m_stack->currentIndex() == Jobs)
        return m_jobs->shortcuts();
    return m_stack->currentIndex() == Schedulers ? m_schedulers->shortcuts() : QList<Shortcut>();
}

bool QueuePane::leave()
{
    return m_stack->currentIndex() == Jobs && m_jobs->closeDetail();
}

} // namespace signalbox::ui
