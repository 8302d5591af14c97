// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/queues/queue_connection.h"
#include "widgets/form_dialog.h"

#include <optional>

class QHBoxLayout;
class QPushButton;
class QTableView;

namespace signalbox::ui {

class QueueCommands;
class QueuesSource;

// The Redises whose queues are watched, one a row. Main thread.
class ConnectionsModel : public KeyedTableModel<QueueConnection> {
    Q_OBJECT
public:
    enum Column : int { Name, State, Url, Prefixes, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

// Them to look at, to add, to change and to remove. Main thread.
class ConnectionsDialog : public FormDialog {
    Q_OBJECT
public:
    ConnectionsDialog(const Theme &theme, const QueuesSource &source, QueueCommands &commands, QWidget *parent);

signals:
    void toast(const QString &message);

private:
    void build();
    QPushButton *addButton(QHBoxLayout &row, const QString &part, const QString &text);
    void show();
    void enable();
    void edit(const std::optional<QueueConnection> &known);
    void remove();
    std::optional<QueueConnection> chosen() const;

    const Theme &m_theme;
    const QueuesSource &m_source;
    QueueCommands &m_commands;
    ConnectionsModel m_model;
    QTableView *m_table;
    QPushButton *m_edit = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace signalbox::ui
