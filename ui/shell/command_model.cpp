// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/command_model.h"

#include "shell/fuzzy.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

constexpr qsizetype MostRows = 50;

} // namespace

void CommandModel::setCommands(QList<Command> commands)
{
    m_commands = std::move(commands);
    rebuild();
}

void CommandModel::addCommands(const QList<Command> &commands)
{
    m_commands.append(commands);
    rebuild();
}

void CommandModel::setQuery(const QString &query, const QList<Command> &always)
{
    m_query = query;
    m_always = always;
    rebuild();
}

const Command &CommandModel::command(int row) const
{
    return m_rows[row].command;
}

int CommandModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant CommandModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return row.command.title;
    case Qt::AccessibleTextRole:
        return QString(row.command.group + QLatin1String(": ") + row.command.title);
    case GroupRole:
        return row.command.group;
    case IconRole:
        return row.command.icon;
    case KeysRole:
        return row.command.keys;
    case PositionsRole:
        return QVariant::fromValue(row.positions);
    default:
        return {};
    }
}

void CommandModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    for (const Command &command : std::as_const(m_commands))
        if (const auto match = fuzzyMatch(m_query, command.title))
            m_rows.append({command, match->positions, match->score});
    std::ranges::stable_sort(m_rows, std::greater{}, &Row::score);
    m_rows.resize(std::min(m_rows.size(), MostRows));
    for (const Command &command : std::as_const(m_always))
        m_rows.append({command, {}, 0});
    endResetModel();
}

} // namespace signalbox::ui
