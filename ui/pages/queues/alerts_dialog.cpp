// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/alerts_dialog.h"

#include "pages/queues/queue_commands.h"
#include "pages/queues/queues_source.h"
#include "widgets/plain_table.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Width = 112 * Theme::Grid;
constexpr int RowsShown = 8;

struct Snooze {
    const char *text;
    int minutes;
};

constexpr std::array Snoozes{Snooze{QT_TRANSLATE_NOOP("AlertsDialog", "For 15 minutes"), 15},
                             Snooze{QT_TRANSLATE_NOOP("AlertsDialog", "For an hour"), 60},
                             Snooze{QT_TRANSLATE_NOOP("AlertsDialog", "For 8 hours"), 8 * 60},
                             Snooze{QT_TRANSLATE_NOOP("AlertsDialog", "For a day"), 24 * 60}};

} // namespace

AlertsDialog::AlertsDialog(const Theme &theme, const QueuesSource &source, QueueCommands &commands, QWidget *parent)
    : FormDialog(theme, u"alertsDialog"_s, tr("Alerts"), {}, parent)
    , m_source(source)
    , m_commands(commands)
    , m_none(
          addText(tr("No alert. They come by the rules below, and go by themselves when what they tell of is over.")))
    , m_table(makePlainTable(theme, m_model, u"alertsDialog.table"_s, tr("Alerts"), {128, 152, 144, 152}))
{
    setMinimumWidth(Width);
    setOkText({});
    setCancelText(tr("Close"));
    build(theme);
    connect(&source, &QueuesSource::changed, this, &AlertsDialog::show);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AlertsDialog::enable);
    connect(m_table, &QTableView::doubleClicked, m_go, &QPushButton::click);
    show();
}

QPushButton *AlertsDialog::addButton(QHBoxLayout &row, const QString &part, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    button->setObjectName("alertsDialog."_L1 + part);
    button->setAccessibleName(text);
    row.addWidget(button);
    return button;
}

void AlertsDialog::build(const Theme &)
{
    m_none->setObjectName(u"alertsDialog.none"_s);
    Theme::setKind(m_table, "framed");
    m_table->setMinimumHeight((RowsShown + 1) * Theme::RowHeight);
    fields().addWidget(m_table);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    m_go = addButton(*row, u"go"_s, tr("Go to the queue"));
    m_snooze = addButton(*row, u"snooze"_s, tr("Snooze"));
    m_wake = addButton(*row, u"wake"_s, tr("End the snooze"));
    row->addStretch();
    QPushButton *rules = addButton(*row, u"rules"_s, tr("When to alert…"));
    fields().addLayout(row);
    auto *menu = new QMenu(m_snooze);
    for (const auto &[text, minutes] : Snoozes) {
        QAction *action = menu->addAction(tr(text));
        action->setObjectName(u"snooze%1"_s.arg(minutes));
        connect(action, &QAction::triggered, this, [this, minutes = minutes] { snooze(minutes); });
    }
    m_snooze->setMenu(menu);
    Theme::setKind(m_snooze, "menu");
    connect(m_wake, &QPushButton::clicked, this, [this] { snooze(0); });
    connect(rules, &QPushButton::clicked, this, &AlertsDialog::rulesAsked);
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (const auto alert = chosen()) {
            emit queueAsked(alert->queue);
            accept();
        }
    });
}

void AlertsDialog::show()
{
    m_model.merge(m_source.alerts());
    m_none->setVisible(m_model.rowCount() == 0);
    m_table->setVisible(m_model.rowCount() > 0);
    if (m_model.rowCount() > 0 && !chosen())
        m_table->selectRow(0);
    enable();
}

std::optional<QueueAlert> AlertsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.row(rows.constFirst().row()));
}

void AlertsDialog::enable()
{
    const auto alert = chosen();
    const bool snoozed = alert && alert->isSnoozed();
    m_go->setEnabled(alert.has_value());
    m_snooze->setEnabled(alert.has_value());
    m_wake->setEnabled(snoozed);
}

void AlertsDialog::snooze(int minutes)
{
    const auto alert = chosen();
    if (!alert)
        return;
    m_commands.snooze(alert->id, minutes, this, [this](const AdminClient::Answer &answer) {
        setProblem(answer.ok() ? QString() : answer.error);
    });
}

} // namespace signalbox::ui
