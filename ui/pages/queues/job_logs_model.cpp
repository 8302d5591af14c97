// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_logs_model.h"

#include "widgets/format.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// All rows of a list of so many are as high as one line. An entry is often a stack trace.
QString onOneLine(QString line)
{
    while (line.endsWith('\n'_L1))
        line.chop(1);
    return line.replace('\n'_L1, u" ⏎ "_s);
}

} // namespace

void JobLogsModel::clear()
{
    restart({}, 0);
}

void JobLogsModel::restart(const QStringList &lines, qint64 from)
{
    beginResetModel();
    m_lines = lines.mid(std::max<qsizetype>(0, lines.size() - Capacity));
    m_from = from + lines.size() - m_lines.size();
    endResetModel();
}

void JobLogsModel::prepend(const QStringList &lines, qint64 from)
{
    const qsizetype room = std::min<qsizetype>(Capacity - m_lines.size(), m_from - from);
    if (room <= 0 || from + lines.size() < m_from)
        return;
    const QStringList before = lines.mid(0, m_from - from).last(std::min<qsizetype>(room, m_from - from));
    beginInsertRows({}, 0, int(before.size()) - 1);
    m_lines = before + m_lines;
    m_from -= before.size();
    endInsertRows();
}

void JobLogsModel::append(const QStringList &lines, qint64 totalAfter)
{
    const qint64 first = totalAfter - lines.size(); // the number of the first of them
    const qsizetype known = std::clamp<qsizetype>(total() - first, 0, lines.size());
    const QStringList fresh = lines.mid(known);
    if (fresh.isEmpty())
        return;
    if (m_lines.isEmpty())
        m_from = first + known;
    beginInsertRows({}, int(m_lines.size()), int(m_lines.size() + fresh.size()) - 1);
    m_lines += fresh;
    endInsertRows();
    if (const qsizetype over = m_lines.size() - Capacity; over > 0) {
        beginRemoveRows({}, 0, int(over) - 1);
        m_lines.remove(0, over);
        m_from += over;
        endRemoveRows();
    }
}

int JobLogsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant JobLogsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const QString &line = m_lines[index.row()];
    return role == Qt::ToolTipRole ? asToolTip(line) : onOneLine(line);
}

} // namespace signalbox::ui
