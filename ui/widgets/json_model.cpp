// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/json_model.h"

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

bool isContainer(const JsonNode &node)
{
    return node.kind == JsonNode::Kind::Object || node.kind == JsonNode::Kind::Array;
}

QString keyText(const JsonNode &node)
{
    if (node.parent && node.parent->kind == JsonNode::Kind::Array)
        return QString::number(node.row);
    return node.key;
}

QString valueText(const JsonNode &node)
{
    switch (node.kind) {
    case JsonNode::Kind::Object:
        return QObject::tr("{ %n }", "members", int(node.children.size()));
    case JsonNode::Kind::Array:
        return QObject::tr("[ %n ]", "items", int(node.children.size()));
    case JsonNode::Kind::String:
        return '"'_L1 + node.text + '"'_L1;
    default:
        return node.text;
    }
}

} // namespace

void JsonModel::setRoot(std::unique_ptr<JsonNode> root)
{
    beginResetModel();
    m_root = std::move(root);
    endResetModel();
}

QString JsonModel::textOf(const QModelIndex &index) const
{
    const JsonNode *found = index.isValid() ? node(index) : m_root.get();
    if (!found)
        return {};
    return isContainer(*found) ? toIndentedJson(*found) : found->text;
}

QString JsonModel::pathOf(const QModelIndex &index) const
{
    QString path;
    for (const JsonNode *at = node(index); at && at->parent; at = at->parent)
        path.prepend(at->parent->kind == JsonNode::Kind::Array ? u"[%1]"_s.arg(at->row) : '.'_L1 + at->key);
    return '$'_L1 + path;
}

QModelIndex JsonModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    if (!parent.isValid() && isSingleValue())
        return createIndex(row, column, m_root.get());
    return createIndex(row, column, node(parent)->children.at(std::size_t(row)).get());
}

QModelIndex JsonModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    const JsonNode *above = node(child)->parent;
    if (!above || above == m_root.get())
        return {};
    return createIndex(above->row, 0, above);
}

int JsonModel::rowCount(const QModelIndex &parent) const
{
    if (!m_root || parent.column() > 0)
        return 0;
    if (isSingleValue())
        return parent.isValid() ? 0 : 1;
    return int(node(parent)->children.size());
}

int JsonModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant JsonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JsonNode &found = *node(index);
    if (role == Qt::DisplayRole)
        return index.column() == KeyColumn ? keyText(found) : valueText(found);
    if (role == Qt::ToolTipRole)
        return index.column() == KeyColumn ? pathOf(index) : valueText(found).left(2000);
    if (role == KindRole)
        return int(found.kind);
    return {};
}

QVariant JsonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == KeyColumn ? tr("Key") : tr("Value");
}

const JsonNode *JsonModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const JsonNode *>(index.constInternalPointer()) : m_root.get();
}

bool JsonModel::isSingleValue() const
{
    return m_root && !isContainer(*m_root);
}

} // namespace signalbox::ui
