// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/headers_model.h"

#include "widgets/theme.h"

namespace signalbox::ui {

HeadersModel::HeadersModel(const Theme &theme, bool editable, QObject *parent)
    : QAbstractTableModel(parent)
    , m_theme(theme)
    , m_editable(editable)
{
}

void HeadersModel::setHeaders(const HeaderList &headers)
{
    beginResetModel();
    m_headers = headers;
    endResetModel();
}

HeaderList HeadersModel::headers() const
{
    HeaderList named = m_headers;
    named.removeIf([](const auto &header) { return header.first.isEmpty(); });
    return named;
}

void HeadersModel::append()
{
    beginInsertRows({}, int(m_headers.size()), int(m_headers.size()));
    m_headers.emplaceBack();
    endInsertRows();
}

int HeadersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

int HeadersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HeadersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto &[name, value] = m_headers.at(index.row());
    const bool isName = index.column() == NameColumn;
    const bool struck = !isName && isStruckOut(value);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return QString::fromUtf8(isName ? name : value);
    case Qt::ToolTipRole:
        return struck ? tr("The server struck this secret out before it was stored")
                      : QString::fromUtf8(isName ? name : value);
    case Qt::FontRole:
        return m_theme.monospace();
    case Qt::ForegroundRole:
        return m_theme.color(struck ? Theme::Role::Warning : isName ? Theme::Role::TextMuted : Theme::Role::Text);
    default:
        return {};
    }
}

bool HeadersModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!m_editable || role != Qt::EditRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    // A line end would begin another header.
    const QByteArray text = value.toString().remove(u'\r').remove(u'\n').toUtf8();
    auto &[name, content] = m_headers[index.row()];
    (index.column() == NameColumn ? name : content) = text;
    emit dataChanged(index, index);
    return true;
}

bool HeadersModel::removeRows(int row, int count, const QModelIndex &parent)
{
    if (parent.isValid() || row < 0 || count < 1 || row + count > rowCount())
        return false;
    beginRemoveRows({}, row, row + count - 1);
    m_headers.remove(row, count);
    endRemoveRows();
    return true;
}

Qt::ItemFlags HeadersModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return m_editable && index.isValid() ? base | Qt::ItemIsEditable : base;
}

QVariant HeadersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Header") : tr("Value");
}

} // namespace signalbox::ui
