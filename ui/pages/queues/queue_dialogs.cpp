// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_dialogs.h"

#include "pages/queues/add_queue_dialog.h"
#include "pages/queues/alert_rules_dialog.h"
#include "pages/queues/alerts_dialog.h"
#include "pages/queues/connections_dialog.h"
#include "pages/queues/queue_commands.h"
#include "pages/queues/queues_source.h"
#include "widgets/format.h"

#include <QCborArray>
#include <QLabel>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QueueDialogs::QueueDialogs(const Theme &theme, const QueuesSource &source, QueueCommands &commands, QWidget &page)
    : QObject(&page)
    , m_theme(theme)
    , m_source(source)
    , m_commands(commands)
    , m_page(page)
{
}

void QueueDialogs::addQueue()
{
    auto *dialog = new AddQueueDialog(m_theme, m_source.connections(), &m_page);
    connect(&m_source, &QueuesSource::changed, dialog,
            [this, dialog] { dialog->setConnections(m_source.connections()); });
    connect(dialog, &FormDialog::submitted, this, [this, dialog] {
        dialog->setBusy(true);
        m_commands.addQueue(dialog->values(), dialog, [this, dialog](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            const QueueRow row = QueueRow::fromCbor(answer.body);
            dialog->accept();
            emit added(row);
            emit queueAsked(row.id);
            emit toast(tr("Queue %1 is added").arg(row.name));
        });
    });
    dialog->open();
}

void QueueDialogs::pauseAll(bool paused)
{
    const QList<QueueRow> queues = m_source.rows();
    const auto affected = std::ranges::count(queues, !paused, &QueueRow::paused);
    auto *dialog =
        new FormDialog(m_theme, u"pauseAllDialog"_s, paused ? tr("Pause all queues") : tr("Resume all queues"),
                       paused ? tr("Pause all") : tr("Resume all"), &m_page, FormDialog::Tone::Danger);
    dialog->addText(paused ? tr("%1 will be paused").arg(formatCounted(affected, tr("queue"), tr("queues")))
                           : tr("%1 will be resumed").arg(formatCounted(affected, tr("queue"), tr("queues"))),
                    "heading");
    dialog->addText(paused ? tr("Workers of all connections take no more jobs; those that run end.")
                           : tr("Workers of all connections take jobs again, also of queues that someone has paused on "
                                "purpose."));
    dialog->setAcceptable(affected > 0);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, paused] {
        dialog->setBusy(true);
        m_commands.pauseAll(paused, dialog, [this, dialog, paused](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            const qsizetype changed = answer.body.value("changed"_L1).toArray().size();
            const QCborArray failed = answer.body.value("failed"_L1).toArray();
            const QString counted = formatCounted(changed, tr("queue"), tr("queues"));
            const QString told = paused ? tr("%1 paused").arg(counted) : tr("%1 resumed").arg(counted);
            emit toast(told);
            if (failed.isEmpty())
                return dialog->accept();
            dialog->setProblem(
                tr("%1; %2 failed: %3")
                    .arg(told, formatExact(failed.size()), failed.at(0).toMap().value("error"_L1).toString()));
        });
    });
    dialog->open();
}

void QueueDialogs::showAlerts()
{
    auto *dialog = new AlertsDialog(m_theme, m_source, m_commands, &m_page);
    connect(dialog, &AlertsDialog::queueAsked, this, &QueueDialogs::queueAsked);
    connect(dialog, &AlertsDialog::rulesAsked, this, [this] { showRules({}, {}); });
    dialog->open();
}

void QueueDialogs::showRules(const QString &queueId, const QString &queueName)
{
    auto *dialog = new AlertRulesDialog(m_theme, m_commands, queueId, queueName, &m_page);
    connect(dialog, &AlertRulesDialog::toast, this, &QueueDialogs::toast);
    dialog->open();
}

void QueueDialogs::showConnections()
{
    auto *dialog = new ConnectionsDialog(m_theme, m_source, m_commands, &m_page);
    connect(dialog, &ConnectionsDialog::toast, this, &QueueDialogs::toast);
    dialog->open();
}

} // namespace signalbox::ui
