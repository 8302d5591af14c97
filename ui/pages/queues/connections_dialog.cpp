// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/connections_dialog.h"

#include "pages/queues/connection_dialog.h"
#include "pages/queues/queue_commands.h"
#include "pages/queues/queues_source.h"
#include "widgets/plain_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Width = 92 * Theme::Grid;
constexpr int RowsShown = 6;

} // namespace

int ConnectionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConnectionsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QueueConnection &connection = row(index.row());
    if (role == Qt::ToolTipRole)
        return connection.problem();
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name:
        return connection.own ? tr("%1 (the server's own)").arg(connection.name) : connection.name;
    case State:
        return connection.stateText();
    case Url:
        return connection.url;
    default:
        return connection.prefixes.join(u", "_s);
    }
}

QVariant ConnectionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static const QStringList Titles{tr("Redis"), tr("State"), tr("Address"), tr("Prefixes")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? Titles.value(section) : QVariant();
}

ConnectionsDialog::ConnectionsDialog(const Theme &theme, const QueuesSource &source, QueueCommands &commands,
                                     QWidget *parent)
    : FormDialog(theme, u"connectionsDialog"_s, tr("Connections"), {}, parent)
    , m_theme(theme)
    , m_source(source)
    , m_commands(commands)
    , m_table(
          makePlainTable(theme, m_model, u"connectionsDialog.table"_s, tr("Redises that are watched"), {200, 64, 240}))
{
    setMinimumWidth(Width);
    setOkText({});
    setCancelText(tr("Close"));
    build();
    connect(&source, &QueuesSource::changed, this, &ConnectionsDialog::show);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ConnectionsDialog::enable);
    connect(m_table, &QTableView::doubleClicked, m_edit, &QPushButton::click);
    show();
}

QPushButton *ConnectionsDialog::addButton(QHBoxLayout &row, const QString &part, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    button->setObjectName("connectionsDialog."_L1 + part);
    button->setAccessibleName(text);
    row.addWidget(button);
    return button;
}

void ConnectionsDialog::build()
{
    addText(tr("The Redises whose queues are watched. Any with BullMQ queues can be added, also while its workers run "
               "elsewhere."));
    Theme::setKind(m_table, "framed");
    m_table->setMinimumHeight((RowsShown + 1) * Theme::RowHeight);
    fields().addWidget(m_table);
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    QPushButton *add = addButton(*row, u"add"_s, tr("Add a Redis…"));
    row->addStretch();
    m_edit = addButton(*row, u"edit"_s, tr("Edit…"));
    m_remove = addButton(*row, u"remove"_s, tr("Remove…"));
    fields().addLayout(row);
    connect(add, &QPushButton::clicked, this, [this] { edit({}); });
    connect(m_edit, &QPushButton::clicked, this, [this] {
        if (const auto connection = chosen())
            edit(connection);
    });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::remove);
}

void ConnectionsDialog::show()
{
    m_model.merge(m_source.connections());
    enable();
}

std::optional<QueueConnection> ConnectionsDialog::chosen() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.row(rows.constFirst().row()));
}

void ConnectionsDialog::enable()
{
    const auto connection = chosen();
    m_edit->setEnabled(connection.has_value());
    m_remove->setEnabled(connection && !connection->own);
    m_remove->setToolTip(connection && connection->own ? tr("The server's own Redis stays") : QString());
}

void ConnectionsDialog::edit(const std::optional<QueueConnection> &known)
{
    auto *dialog = new ConnectionDialog(m_theme, known, this);
    connect(dialog, &FormDialog::submitted, this, [this, dialog, known] {
        dialog->setBusy(true);
        const auto done = [this, dialog](const AdminClient::Answer &answer) {
            if (!answer.ok())
                return dialog->setProblem(answer.error);
            emit toast(tr("The queues of %1 are watched").arg(dialog->name()));
            dialog->accept();
        };
        if (known)
            m_commands.changeConnection(known->id, dialog->values(), dialog, done);
        else
            m_commands.addConnection(dialog->values(), dialog, done);
    });
    dialog->open();
}

void ConnectionsDialog::remove()
{
    const auto connection = chosen();
    if (!connection)
        return;
    auto *dialog = new FormDialog(m_theme, u"removeConnectionDialog"_s, tr("Remove a Redis"), tr("Remove"), this,
                                  FormDialog::Tone::Danger);
    dialog->addText(tr("%1 is watched no more.").arg(connection->name), "heading");
    dialog->addText(tr("Its queues and their jobs stay as they are; they only go from this list."));
    connect(dialog, &FormDialog::submitted, this, [this, dialog, id = connection->id] {
        dialog->setBusy(true);
        m_commands.removeConnection(id, dialog, [dialog](const AdminClient::Answer &answer) {
            if (!answer.ok() && answer.status != 404)
                return dialog->setProblem(answer.error);
            dialog->accept();
        });
    });
    dialog->open();
}

} // namespace signalbox::ui
