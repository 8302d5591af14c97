// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/command.h"

#include <QAbstractListModel>

namespace signalbox::ui {

// The commands that fit what was typed, the best first. Main thread.
class CommandModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { GroupRole = Qt::UserRole, IconRole, KeysRole, PositionsRole };

    using QAbstractListModel::QAbstractListModel;

    void setCommands(QList<Command> commands);
    void addCommands(const QList<Command> &commands); // that came later; the query stays
    void setQuery(const QString &query, const QList<Command> &always = {}); // `always` stand last whatever was typed
    const Command &command(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        Command command;
        QList<int> positions;
        int score = 0;
    };

    void rebuild();

    QList<Command> m_commands;
    QList<Command> m_always;
    QString m_query;
    QList<Row> m_rows;
};

} // namespace signalbox::ui
