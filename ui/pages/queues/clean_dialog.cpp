// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/clean_dialog.h"

#include "pages/queues/duration_units.h"
#include "widgets/format.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int MostAge = 100'000;
constexpr qint64 UsualAgeMs = 86'400'000;

} // namespace

CleanDialog::CleanDialog(const Theme &theme, const QueueRow &queue, QWidget *parent)
    : FormDialog(theme, u"cleanDialog"_s, tr("Clean %1").arg(queue.name), tr("Count the jobs…"), parent)
    , m_queueName(queue.name)
    , m_state(new QComboBox)
    , m_age(new QSpinBox)
    , m_unit(new QComboBox)
{
    addText(
        tr("Removes jobs of one state that are older than a time: since they finished, or were added. 0 is any age."));
    for (const JobState state : AllJobStates)
        if (state != JobState::Active)
            m_state->addItem(u"%1 (%2)"_s.arg(jobStateLabel(state), formatExact(queue.counts.of(state))), int(state));
    m_state->setCurrentIndex(m_state->findData(int(JobState::Completed)));
    addWidget(u"state"_s, tr("State"), m_state);
    m_age->setRange(0, MostAge);
    fillUnits(*m_unit);
    setDuration(*m_age, *m_unit, UsualAgeMs);
    m_unit->setObjectName(u"cleanDialog.unit"_s);
    m_unit->setAccessibleName(tr("Unit of the age"));
    auto *age = new QWidget;
    auto *row = new QHBoxLayout(age);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    row->addWidget(m_age, 1);
    row->addWidget(m_unit, 1);
    addWidget(u"olderThan"_s, tr("Older than"), age);
    m_age->setObjectName(u"cleanDialog.age"_s);
    m_age->setAccessibleName(tr("Older than"));
}

JobState CleanDialog::state() const
{
    return JobState(m_state->currentData().toInt());
}

QCborMap CleanDialog::question() const
{
    return {{"state"_L1, jobStateKey(state())}, {"olderThanMs"_L1, durationOf(*m_age, *m_unit)}};
}

QString CleanDialog::whatHappens() const
{
    const QString jobs = tr("Jobs of %1 that are %2").arg(m_queueName, jobStateLabel(state()).toLower());
    const qint64 age = durationOf(*m_age, *m_unit);
    return age > 0 ? tr("%1 and older than %2 %3 are removed.").arg(jobs, m_age->text(), m_unit->currentText())
                   : tr("%1 are removed, whatever their age.").arg(jobs);
}

} // namespace signalbox::ui
