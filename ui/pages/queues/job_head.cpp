// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_head.h"

#include "pages/queues/action_buttons.h"
#include "pages/queues/job_row.h"
#include "widgets/badge.h"
#include "widgets/copy_button.h"
#include "widgets/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int WidestId = 40 * Theme::Grid;

} // namespace

JobHead::JobHead(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel)
    , m_id(new QLabel)
    , m_copyId(new CopyButton(theme))
    , m_state(new BadgeLabel(theme))
    , m_progress(new QProgressBar)
    , m_summary(new QLabel)
    , m_buttons(new QHBoxLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(Theme::Grid / 2);
    column->addLayout(makeTitle(theme));
    column->addLayout(makeFacts());
}

QLayout *JobHead::makeTitle(const Theme &theme)
{
    m_name->setObjectName(u"jobName"_s);
    m_name->setAccessibleName(tr("Name of the job"));
    Theme::setKind(m_name, "heading");
    m_id->setObjectName(u"jobId"_s);
    m_id->setAccessibleName(tr("Id of the job"));
    m_id->setFont(theme.monospace());
    Theme::setKind(m_id, "muted");
    for (QLabel *label : {m_name, m_id}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the pane
    m_copyId->setObjectName(u"jobIdCopy"_s);
    auto *close = new QToolButton;
    close->setObjectName(u"jobClose"_s);
    close->setIcon(theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &JobHead::closed);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_name, 1);
    row->addWidget(m_id);
    row->addWidget(m_copyId);
    row->addWidget(close);
    return row;
}

QLayout *JobHead::makeFacts()
{
    m_state->setObjectName(u"jobState"_s);
    m_progress->setObjectName(u"jobProgress"_s);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(10 * Theme::Grid);
    m_summary->setObjectName(u"jobSummary"_s);
    m_summary->setAccessibleName(tr("In short"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    Theme::setKind(m_summary, "muted");
    m_buttons->setSpacing(Theme::Grid / 2);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_state);
    row->addWidget(m_progress);
    row->addWidget(m_summary, 1);
    row->addLayout(m_buttons);
    return row;
}

void JobHead::setActions(const QList<QAction *> &actions)
{
    addActionButtons(*m_buttons, actions, u"job_"_s);
}

void JobHead::show(const JobRow &row)
{
    m_name->setText(row.name.simplified());
    m_name->setToolTip(asToolTip(row.name));
    m_id->setText(m_id->fontMetrics().elidedText(row.id.simplified(), Qt::ElideMiddle, WidestId));
    m_id->setToolTip(asToolTip(row.id));
    m_copyId->setCopiedText(row.id, tr("the id"));
    m_state->set(row.id.isEmpty() ? QString() : row.stateText(), row.stateColour());
    m_progress->setVisible(row.state == JobState::Active && !std::isnan(row.progress.share));
    m_progress->setValue(std::isnan(row.progress.share) ? 0 : int(std::lround(row.progress.share * 1000)));
    QStringList parts{row.attemptText()};
    if (row.runMs >= 0)
        parts.append(tr("ran %1").arg(formatDuration(row.runMs)));
    if (row.state == JobState::Delayed && row.dueAtMs > 0)
        parts.append(tr("due %1").arg(jobMoment(row.dueAtMs)));
    if (!row.failedReason.isEmpty())
        parts.append(row.failedReason.simplified());
    m_summary->setText(parts.join(u" · "_s));
    m_summary->setToolTip(asToolTip(row.failedReason));
}

} // namespace signalbox::ui
