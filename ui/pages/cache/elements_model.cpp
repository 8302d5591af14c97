// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/elements_model.h"

namespace signalbox::ui {

void ElementsModel::setValue(const KeyValue &value)
{
    beginResetModel();
    m_titles = value.titles;
    m_elements = value.elements;
    m_valueColumn = value.valueColumn;
    endResetModel();
}

QByteArray ElementsModel::closerLook(int row) const
{
    return row >= 0 && row < m_elements.size() ? m_elements[row].value(m_valueColumn) : QByteArray();
}

int ElementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_elements.size());
}

int ElementsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_titles.size());
}

QVariant ElementsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    return elementText(m_elements[index.row()].value(index.column()));
}

QVariant ElementsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= m_titles.size())
        return {};
    return m_titles[section];
}

} // namespace signalbox::ui
