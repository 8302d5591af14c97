// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_timing_dialog.h"

#include <QCborMap>
#include <QCheckBox>
#include <QDateTime>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double LongestDelay = 10.0 * 365 * 86'400; // seconds
constexpr int LowestPriority = 2'097'151; // of BullMQ

} // namespace

bool JobTimingDialog::suits(const JobRow &job)
{
    return job.state == JobState::Delayed || job.state == JobState::Waiting || job.state == JobState::Prioritized;
}

JobTimingDialog::JobTimingDialog(const Theme &theme, const JobRow &job, QWidget *parent)
    : FormDialog(theme, u"jobTimingDialog"_s,
                 job.state == JobState::Delayed ? tr("When job %1 is to run").arg(job.id)
                                                : tr("Priority of job %1").arg(job.id),
                 tr("Apply"), parent)
    , m_knownPriority(job.priority)
{
    const bool isDelayed = job.state == JobState::Delayed;
    if (isDelayed)
        addDelay(job);
    addPriority(job);
    if (!isDelayed)
        addLifo();
    check();
}

void JobTimingDialog::addDelay(const JobRow &job)
{
    const qint64 left = std::max<qint64>(0, job.dueAtMs - QDateTime::currentMSecsSinceEpoch());
    addText(tr("It is due %1.").arg(jobMoment(job.dueAtMs)));
    m_delay = new QDoubleSpinBox;
    m_delay->setDecimals(1);
    m_delay->setRange(0, LongestDelay);
    m_delay->setSuffix(tr(" s from now"));
    m_delay->setValue(std::round(double(left) / 100) / 10);
    m_knownDelay = m_delay->value();
    addWidget(u"delay"_s, tr("Delay"), m_delay);
    connect(m_delay, &QDoubleSpinBox::valueChanged, this, &JobTimingDialog::check);
}

void JobTimingDialog::addPriority(const JobRow &job)
{
    m_priority = new QSpinBox;
    m_priority->setRange(0, LowestPriority);
    m_priority->setSpecialValueText(tr("none: in its turn"));
    m_priority->setValue(int(job.priority));
    addWidget(u"priority"_s,
              m_delay ? tr("Priority once it is due, 1 is the most urgent") : tr("Priority, 1 is the most urgent"),
              m_priority);
    connect(m_priority, &QSpinBox::valueChanged, this, &JobTimingDialog::check);
}

void JobTimingDialog::addLifo()
{
    m_lifo = new QCheckBox(tr("Before those of the same priority"));
    m_lifo->setObjectName(u"jobTimingDialog.lifo"_s);
    m_lifo->setAccessibleName(m_lifo->text());
    fields().addWidget(m_lifo);
    connect(m_lifo, &QCheckBox::toggled, this, &JobTimingDialog::check);
}

void JobTimingDialog::check()
{
    setAcceptable(!changes().isEmpty());
}

// What was left alone is not sent: a delay would be counted from now on again, and a job of the same priority as before
// would go behind all others of it.
QCborMap JobTimingDialog::changes() const
{
    QCborMap changes;
    if (m_priority->value() != m_knownPriority)
        changes.insert("priority"_L1, m_priority->value());
    if (m_lifo && m_lifo->isChecked())
        changes.insert("lifo"_L1, true);
    if (m_delay && m_delay->value() != m_knownDelay)
        changes.insert("delayMs"_L1, std::llround(m_delay->value() * 1000));
    return changes;
}

} // namespace signalbox::ui
