// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_tabs.h"

#include "widgets/format.h"
#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QSignalBlocker>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int DotSize = 8;
// As one reads a queue: what is to run, what runs, what has run.
constexpr std::array<JobState, JobStateCount> Order{
    JobState::Waiting, JobState::Prioritized, JobState::Delayed, JobState::WaitingChildren,
    JobState::Active,  JobState::Completed,   JobState::Failed};

QIcon dot(const QColor &colour, qreal ratio)
{
    QPixmap pixmap(QSize(DotSize, DotSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawEllipse(QRectF(0, 0, DotSize, DotSize));
    return pixmap;
}

} // namespace

JobTabs::JobTabs(const Theme &theme, QWidget *parent)
    : QTabBar(parent)
    , m_theme(theme)
{
    setObjectName(u"jobStates"_s);
    setAccessibleName(tr("States of jobs"));
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideNone);
    setIconSize({DotSize, DotSize});
    for (const JobState state : Order) {
        const int tab = addTab(jobStateShortLabel(state));
        setTabData(tab, int(state));
        setTabToolTip(tab, jobStateLabel(state));
    }
    setCounts({});
    paintDots();
    connect(&theme, &Theme::changed, this, &JobTabs::paintDots);
    connect(this, &QTabBar::currentChanged, this, [this] { emit chosen(state()); });
}

void JobTabs::mousePressEvent(QMouseEvent *event)
{
    const int before = currentIndex();
    QTabBar::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && before >= 0 && tabAt(event->position().toPoint()) == before)
        emit chosenAgain();
}

void JobTabs::setCounts(const QueueCounts &counts)
{
    for (int tab = 0; tab < count(); ++tab) {
        const auto state = JobState(tabData(tab).toInt());
        const QString text = u"%1 %2"_s.arg(jobStateShortLabel(state), formatCount(double(counts.of(state))));
        if (tabText(tab) == text)
            continue;
        setTabText(tab, text);
        setAccessibleTabName(tab, u"%1: %2"_s.arg(jobStateLabel(state), formatExact(counts.of(state))));
        setTabToolTip(tab, accessibleTabName(tab));
    }
}

JobState JobTabs::state() const
{
    return JobState(tabData(currentIndex()).toInt());
}

void JobTabs::setState(JobState state)
{
    const QSignalBlocker quiet(this);
    for (int tab = 0; tab < count(); ++tab)
        if (JobState(tabData(tab).toInt()) == state)
            setCurrentIndex(tab);
}

void JobTabs::paintDots()
{
    for (int tab = 0; tab < count(); ++tab)
        setTabIcon(tab, dot(m_theme.color(jobStateRole(JobState(tabData(tab).toInt()))), devicePixelRatioF()));
}

} // namespace signalbox::ui
