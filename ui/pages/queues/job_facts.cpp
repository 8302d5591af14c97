// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_facts.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QGridLayout>
#include <QLabel>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int TitleWidth = 13 * Theme::Grid;

} // namespace

JobFacts::JobFacts(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, Theme::Grid, Theme::Grid, Theme::Grid);
    m_grid->setHorizontalSpacing(Theme::Grid * 2);
    m_grid->setVerticalSpacing(Theme::Grid / 2);
    m_grid->setColumnMinimumWidth(0, TitleWidth);
    m_grid->setColumnStretch(1, 1);
}

void JobFacts::add(const QString &name, const QString &title, const QString &text, const QString &link)
{
    if (text.isEmpty())
        return;
    auto *caption = new QLabel(title);
    Theme::setKind(caption, "muted");
    auto *value = new QLabel;
    value->setObjectName("jobFact_"_L1 + name);
    value->setAccessibleName(title);
    value->setWordWrap(true);
    value->setTextFormat(link.isEmpty() ? Qt::PlainText : Qt::RichText);
    value->setText(link.isEmpty() ? text
                                  : u"<a href=\"%1\" style=\"color:%2\">%3</a>"_s.arg(
                                      link, m_theme.color(Theme::Role::Accent).name(), text.toHtmlEscaped()));
    value->setTextInteractionFlags(Qt::TextBrowserInteraction);
    connect(value, &QLabel::linkActivated, this, &JobFacts::linkActivated);
    m_grid->addWidget(caption, m_rows, 0, Qt::AlignTop);
    m_grid->addWidget(value, m_rows++, 1);
}

void JobFacts::setDetails(const JobDetails &details)
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_grid->setRowStretch(m_rows, 0);
    m_rows = 0;
    if (details.row.id.isEmpty())
        return;
    add(u"failure"_s, tr("Failure"), details.row.failedReason);
    add(u"deferred"_s, tr("Will fail with"), details.deferredFailure);
    add(u"attempts"_s, tr("Attempts"), details.row.attemptsText());
    if (details.stalled > 0)
        add(u"stalled"_s, tr("Stalled"), formatCounted(details.stalled, tr("time"), tr("times")));
    addTimes(details);
    addRelations(details);
    m_grid->setRowStretch(m_rows, 1);
}

void JobFacts::addTimes(const JobDetails &details)
{
    const JobRow &row = details.row;
    if (row.priority > 0 || row.state == JobState::Prioritized)
        add(u"priority"_s, tr("Priority"), formatExact(row.priority));
    if (row.delayMs > 0)
        add(u"delay"_s, tr("Delay"), formatDuration(double(row.delayMs)));
    if (row.state == JobState::Delayed && row.dueAtMs > 0)
        add(u"due"_s, tr("Due"), jobMoment(row.dueAtMs));
    add(u"added"_s, tr("Added"), jobMoment(row.addedAtMs));
    if (row.waitMs >= 0)
        add(u"wait"_s, tr("Waited"), formatDuration(row.waitMs));
    if (row.runMs >= 0)
        add(u"run"_s, tr("Ran"), formatDuration(row.runMs));
    if (row.progress.isKnown())
        add(u"progress"_s, tr("Progress"), row.progress.text);
    add(u"worker"_s, tr("Worker"), row.worker);
}

void JobFacts::addRelations(const JobDetails &details)
{
    add(u"deduplication"_s, tr("Deduplication id"), details.deduplicationId);
    add(u"scheduler"_s, tr("Scheduler"), details.row.scheduler);
    add(u"parent"_s, tr("Parent"), details.parentId, u"parent"_s);
    if (const ChildrenCounts &children = details.children; children.total() > 0)
        add(u"children"_s, tr("Children"),
            tr("%1 done, %2 to run, %3 failed, %4 ignored")
                .arg(formatExact(children.processed), formatExact(children.unprocessed), formatExact(children.failed),
                     formatExact(children.ignored)),
            u"children"_s);
    add(u"trace"_s, tr("Trace"), details.traceId, u"trace"_s);
}

} // namespace signalbox::ui
