// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_timeline_model.h"

#include "widgets/format.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

JobTimelineModel::JobTimelineModel(const Theme &theme, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
{
}

void JobTimelineModel::setMoments(const QList<JobMoment> &moments)
{
    beginResetModel();
    m_moments = moments;
    endResetModel();
}

QString JobTimelineModel::text() const
{
    QStringList lines;
    for (int row = 0; row < rowCount(); ++row)
        lines.append(u"%1  %2  %3  %4"_s.arg(cell(row, At), cell(row, What), cell(row, After), cell(row, Detail)));
    return lines.join('\n'_L1);
}

int JobTimelineModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_moments.size());
}

int JobTimelineModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString JobTimelineModel::cell(int row, int column) const
{
    const JobMoment &moment = m_moments[row];
    const qint64 before = row > 0 ? m_moments[row - 1].atMs : 0;
    switch (column) {
    case At:
        return jobMoment(moment.atMs);
    case What:
        return moment.text();
    case After:
        return before > 0 && moment.atMs >= before ? u"+ "_s + formatDuration(double(moment.atMs - before)) : QString();
    default:
        return moment.detail;
    }
}

QVariant JobTimelineModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return cell(index.row(), index.column());
    if (role == Qt::ForegroundRole && index.column() == What)
        return m_theme.color(m_moments[index.row()].colour());
    if (role == Qt::ForegroundRole && index.column() != Detail)
        return m_theme.color(Theme::Role::TextMuted);
    return {};
}

QVariant JobTimelineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return QStringList{tr("Time"), tr("What"), tr("After"), tr("Detail")}.at(section);
}

} // namespace signalbox::ui
