// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_tree_model.h"

#include "widgets/format.h"

#include <QCborArray>
#include <QFont>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Deepest = 32; // deeper than the server goes

void adopt(JobNode &parent, std::unique_ptr<JobNode> child)
{
    child->parent = &parent;
    child->row = int(parent.children.size());
    parent.children.push_back(std::move(child));
}

} // namespace

std::unique_ptr<JobNode> JobNode::fromCbor(const QCborMap &map, int depth)
{
    if (map.isEmpty() || depth > Deepest)
        return nullptr;
    auto node = std::make_unique<JobNode>();
    node->queueId = map.value("queue"_L1).toString();
    node->queueName = map.value("queueName"_L1).toString();
    node->id = map.value("id"_L1).toString();
    node->name = map.value("name"_L1).toString();
    node->state = jobStateOfKey(map.value("state"_L1).toString());
    node->progress = JobProgress::fromCbor(map.value("progress"_L1));
    node->failedReason = map.value("failedReason"_L1).toString();
    for (const QCborValue child : map.value("children"_L1).toArray())
        if (auto read = fromCbor(child.toMap(), depth + 1))
            adopt(*node, std::move(read));
    if (const qint64 more = map.value("more"_L1).toInteger(); more > 0) {
        auto rest = std::make_unique<JobNode>();
        rest->more = more;
        adopt(*node, std::move(rest));
    }
    return node;
}

JobTreeModel::JobTreeModel(const Theme &theme, QObject *parent)
    : QAbstractItemModel(parent)
    , m_theme(theme)
{
}

JobTreeModel::~JobTreeModel() = default;

void JobTreeModel::setRoot(std::unique_ptr<JobNode> root, const QString &chosenQueueId, const QString &chosenJobId)
{
    beginResetModel();
    m_root = std::move(root);
    m_chosenQueueId = chosenQueueId;
    m_chosenJobId = chosenJobId;
    endResetModel();
}

const JobNode *JobTreeModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<const JobNode *>(index.constInternalPointer()) : nullptr;
}

bool JobTreeModel::isChosen(const JobNode &node) const
{
    return node.more == 0 && node.id == m_chosenJobId && node.queueId == m_chosenQueueId;
}

QModelIndex JobTreeModel::find(const QModelIndex &from) const
{
    if (const JobNode *here = node(from); here && isChosen(*here))
        return from;
    for (int row = 0; row < rowCount(from); ++row)
        if (const QModelIndex found = find(index(row, 0, from)); found.isValid())
            return found;
    return {};
}

QModelIndex JobTreeModel::chosen() const
{
    return find({});
}

QModelIndex JobTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const JobNode *above = node(parent);
    return createIndex(row, column, above ? above->children[size_t(row)].get() : m_root.get());
}

QModelIndex JobTreeModel::parent(const QModelIndex &child) const
{
    const JobNode *here = node(child);
    return here && here->parent ? createIndex(here->parent->row, 0, here->parent) : QModelIndex();
}

int JobTreeModel::rowCount(const QModelIndex &parent) const
{
    if (parent.column() > 0)
        return 0;
    const JobNode *above = node(parent);
    return above ? int(above->children.size()) : m_root ? 1 : 0;
}

int JobTreeModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString JobTreeModel::text(const JobNode &node, int column) const
{
    if (node.more > 0)
        return column == Job ? tr("%1 more").arg(formatExact(node.more)) : QString();
    switch (column) {
    case Job:
        return node.name.isEmpty() ? node.id.simplified()
                                   : u"%1  %2"_s.arg(node.name.simplified(), node.id.simplified());
    case State:
        return node.state ? jobStateLabel(*node.state) : tr("Removed");
    case Progress:
        return node.progress.text.simplified();
    default:
        return node.queueName.simplified();
    }
}

QVariant JobTreeModel::data(const QModelIndex &index, int role) const
{
    const JobNode *here = node(index);
    if (!here)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*here, index.column());
    case Qt::ToolTipRole:
        return asToolTip(here->failedReason.isEmpty() ? text(*here, index.column()) : here->failedReason);
    case Qt::FontRole: {
        QFont font = m_theme.font();
        font.setBold(isChosen(*here));
        return font;
    }
    case Qt::ForegroundRole:
        if (index.column() == State && here->state)
            return m_theme.color(jobStateRole(*here->state));
        return m_theme.color(index.column() == Job && here->more == 0 ? Theme::Role::Text : Theme::Role::TextMuted);
    default:
        return {};
    }
}

QVariant JobTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return QStringList{tr("Job"), tr("State"), tr("Progress"), tr("Queue")}.at(section);
}

} // namespace signalbox::ui
