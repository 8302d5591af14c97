// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_limits_dialog.h"

#include "pages/queues/duration_units.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Most = 1'000'000;

QSpinBox *makeNumber()
{
    auto *box = new QSpinBox;
    box->setRange(0, Most);
    box->setGroupSeparatorShown(true);
    return box;
}

} // namespace

QueueLimitsDialog::QueueLimitsDialog(const Theme &theme, const QueueRow &queue, QWidget *parent)
    : FormDialog(theme, u"queueLimitsDialog"_s, tr("Limits of %1").arg(queue.name), tr("Apply"), parent)
    , m_queue(queue)
    , m_concurrency(makeNumber())
    , m_max(makeNumber())
    , m_duration(makeNumber())
    , m_unit(new QComboBox)
{
    addText(tr("Of all its workers together. What a worker sets for itself holds as well."));
    addConcurrency();
    addRateLimit();
    for (const QSpinBox *box : {m_concurrency, m_max, m_duration})
        connect(box, &QSpinBox::valueChanged, this, &QueueLimitsDialog::check);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &QueueLimitsDialog::check);
    check();
}

void QueueLimitsDialog::addConcurrency()
{
    m_concurrency->setSpecialValueText(tr("no limit"));
    m_concurrency->setValue(int(m_queue.concurrency.value_or(0)));
    addWidget(u"concurrency"_s, tr("Jobs that run at once"), m_concurrency);
}

void QueueLimitsDialog::addRateLimit()
{
    m_max->setSpecialValueText(tr("no limit"));
    m_max->setValue(int(m_queue.rateLimit ? m_queue.rateLimit->max : 0));
    addWidget(u"max"_s, tr("Jobs that start within the time below"), m_max);
    m_duration->setMinimum(1);
    m_unit->setObjectName(u"queueLimitsDialog.unit"_s);
    m_unit->setAccessibleName(tr("Unit of the time"));
    fillUnits(*m_unit);
    setDuration(*m_duration, *m_unit, m_queue.rateLimit ? m_queue.rateLimit->durationMs : 1000);
    auto *time = new QWidget;
    auto *row = new QHBoxLayout(time);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    row->addWidget(m_duration, 1);
    row->addWidget(m_unit, 1);
    addWidget(u"time"_s, tr("Time"), time);
    m_duration->setObjectName(u"queueLimitsDialog.duration"_s);
    m_duration->setAccessibleName(tr("Time"));
}

std::optional<QueueRateLimit> QueueLimitsDialog::rateLimit() const
{
    if (m_max->value() == 0)
        return {};
    return QueueRateLimit{m_max->value(), durationOf(*m_duration, *m_unit)};
}

QCborMap QueueLimitsDialog::changes() const
{
    QCborMap changes;
    if (m_concurrency->value() != m_queue.concurrency.value_or(0))
        changes.insert("concurrency"_L1,
                       m_concurrency->value() > 0 ? QCborValue(m_concurrency->value()) : QCborValue(nullptr));
    if (const auto limit = rateLimit(); limit != m_queue.rateLimit)
        changes.insert("rateLimit"_L1,
                       limit ? QCborValue(QCborMap{{"max"_L1, limit->max}, {"durationMs"_L1, limit->durationMs}})
                             : QCborValue(nullptr));
    return changes;
}

void QueueLimitsDialog::check()
{
    m_duration->setEnabled(m_max->value() > 0);
    m_unit->setEnabled(m_max->value() > 0);
    setAcceptable(!changes().isEmpty());
}

} // namespace signalbox::ui
