// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/alert_rules_dialog.h"

#include "client/session.h"
#include "pages/queues/duration_units.h"
#include "pages/queues/queue_commands.h"
#include "pages/queues/queue_paths.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int MostFailed = 1'000'000;
constexpr int MostMinutes = 24 * 60;
constexpr int MostTime = 100'000;
constexpr qint64 UsualWaitMs = 60'000;
constexpr int UsualFailed = 10;

QWidget *inLine(std::initializer_list<QWidget *> widgets)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(3 * Theme::Grid, 0, 0, 0);
    row->setSpacing(Theme::Grid);
    for (QWidget *widget : widgets)
        row->addWidget(widget);
    row->addStretch();
    return line;
}

} // namespace

AlertRulesDialog::AlertRulesDialog(const Theme &theme, QueueCommands &commands, const QString &queueId,
                                   const QString &queueName, QWidget *parent)
    : FormDialog(theme, u"alertRulesDialog"_s,
                 queueId.isEmpty() ? tr("When to alert") : tr("When to alert of %1").arg(queueName), tr("Apply"),
                 parent)
    , m_commands(commands)
    , m_queueId(queueId)
    , m_queueName(queueName)
    , m_follows(nullptr)
    , m_failedCount(new QSpinBox)
    , m_failedMinutes(new QSpinBox)
    , m_waitingTime(new QSpinBox)
    , m_waitingUnit(new QComboBox)
{
    build();
    connect(this, &FormDialog::submitted, this, &AlertRulesDialog::send);
    check();
    load();
}

QCheckBox *AlertRulesDialog::addCheck(const QString &part, const QString &text)
{
    auto *box = new QCheckBox(text);
    box->setObjectName("alertRulesDialog."_L1 + part);
    box->setAccessibleName(text);
    fields().addWidget(box);
    connect(box, &QCheckBox::toggled, this, &AlertRulesDialog::check);
    return box;
}

void AlertRulesDialog::build()
{
    if (!m_queueId.isEmpty())
        m_follows = addCheck(u"follows"_s, tr("By the rules for all queues"));
    m_failed = addCheck(u"failed"_s, tr("When jobs fail"));
    m_failedCount->setObjectName(u"alertRulesDialog.failedCount"_s);
    m_failedCount->setAccessibleName(tr("How many jobs have failed"));
    m_failedCount->setRange(1, MostFailed);
    m_failedCount->setSuffix(tr(" or more"));
    m_failedMinutes->setObjectName(u"alertRulesDialog.failedMinutes"_s);
    m_failedMinutes->setAccessibleName(tr("Within how many minutes"));
    m_failedMinutes->setRange(1, MostMinutes);
    m_failedMinutes->setSuffix(tr(" min"));
    fields().addWidget(inLine({m_failedCount, new QLabel(tr("within")), m_failedMinutes}));
    m_waiting = addCheck(u"waiting"_s, tr("When a job waits long"));
    m_waitingTime->setObjectName(u"alertRulesDialog.waitingTime"_s);
    m_waitingTime->setAccessibleName(tr("How long a job has waited"));
    m_waitingTime->setRange(1, MostTime);
    m_waitingUnit->setObjectName(u"alertRulesDialog.waitingUnit"_s);
    m_waitingUnit->setAccessibleName(tr("Unit of the time"));
    fillUnits(*m_waitingUnit);
    fields().addWidget(inLine({new QLabel(tr("over")), m_waitingTime, m_waitingUnit}));
    m_noWorker = addCheck(u"noWorker"_s, tr("When jobs wait and nothing consumes the queue"));
    show({});
}

void AlertRulesDialog::load()
{
    Session *session = m_commands.session();
    if (!session)
        return setProblem(tr("No server is being watched."));
    session->client().get(QueuesPath + "/alerts"_L1, {}, this, [this](const AdminClient::Answer &answer) {
        if (!answer.ok())
            return setProblem(tr("The rules could not be read. %1").arg(answer.error));
        const QCborMap own = answer.body.value("queues"_L1).toMap().value(m_queueId).toMap();
        const bool follows = own.isEmpty();
        show(QueueAlertRules::fromCbor(follows ? answer.body.value("rules"_L1).toMap() : own));
        m_loaded = true;
        if (m_follows)
            m_follows->setChecked(follows);
        check();
    });
}

void AlertRulesDialog::show(const QueueAlertRules &rules)
{
    m_failed->setChecked(rules.failedCount.has_value());
    m_failedCount->setValue(int(rules.failedCount.value_or(UsualFailed)));
    m_failedMinutes->setValue(int(rules.failedMinutes));
    m_waiting->setChecked(rules.waitingMs.has_value());
    setDuration(*m_waitingTime, *m_waitingUnit, rules.waitingMs.value_or(UsualWaitMs));
    m_noWorker->setChecked(rules.noWorker);
}

std::optional<QueueAlertRules> AlertRulesDialog::rules() const
{
    if (m_follows && m_follows->isChecked())
        return {};
    QueueAlertRules rules;
    if (m_failed->isChecked())
        rules.failedCount = m_failedCount->value();
    rules.failedMinutes = m_failedMinutes->value();
    if (m_waiting->isChecked())
        rules.waitingMs = durationOf(*m_waitingTime, *m_waitingUnit);
    rules.noWorker = m_noWorker->isChecked();
    return rules;
}

void AlertRulesDialog::check()
{
    if (!m_noWorker)
        return; // still being built
    const bool own = !m_follows || !m_follows->isChecked();
    for (QCheckBox *box : {m_failed, m_waiting, m_noWorker})
        box->setEnabled(own);
    m_failedCount->setEnabled(own && m_failed->isChecked());
    m_failedMinutes->setEnabled(own && m_failed->isChecked());
    m_waitingTime->setEnabled(own && m_waiting->isChecked());
    m_waitingUnit->setEnabled(own && m_waiting->isChecked());
    setAcceptable(m_loaded);
}

void AlertRulesDialog::send()
{
    setBusy(true);
    m_commands.setRules(m_queueId, rules(), this, [this](const AdminClient::Answer &answer) {
        if (!answer.ok())
            return setProblem(answer.error);
        emit toast(m_queueId.isEmpty() ? tr("The rules of alerts are changed")
                                       : tr("The rules of alerts for %1 are changed").arg(m_queueName));
        accept();
    });
}

} // namespace signalbox::ui
