// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/json_view.h"

#include "widgets/json_model.h"
#include "widgets/theme.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QStyledItemDelegate>

namespace signalbox::ui {

namespace {

constexpr int ExpandedDepth = 2;

// Colours values by their kind.
class JsonDelegate : public QStyledItemDelegate {
public:
    JsonDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->font = m_theme.monospace();
        const Theme::Role role = index.column() == JsonModel::KeyColumn
            ? Theme::Role::Text
            : roleOf(JsonNode::Kind(index.data(JsonModel::KindRole).toInt()));
        option->palette.setColor(QPalette::Text, m_theme.color(role));
    }

private:
    static Theme::Role roleOf(JsonNode::Kind kind)
    {
        switch (kind) {
        case JsonNode::Kind::String:
            return Theme::Role::Success;
        case JsonNode::Kind::Number:
            return Theme::Role::Info;
        case JsonNode::Kind::Bool:
            return Theme::Role::Warning;
        default:
            return Theme::Role::TextMuted;
        }
    }

    const Theme &m_theme;
};

} // namespace

JsonView::JsonView(const Theme &theme, QWidget *parent)
    : QTreeView(parent)
    , m_model(new JsonModel(this))
{
    setModel(m_model);
    setItemDelegate(new JsonDelegate(theme, this));
    setUniformRowHeights(true);
    setHeaderHidden(true);
    setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setStretchLastSection(true);
    connect(this, &QWidget::customContextMenuRequested, this, &JsonView::showMenu);
    auto *copy = new QAction(tr("Copy value"), this);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &JsonView::copyCurrent);
    addAction(copy);
}

bool JsonView::setJson(const QByteArray &bytes)
{
    auto root = readJson(bytes);
    const bool read = root != nullptr;
    m_model->setRoot(std::move(root));
    expandToDepth(ExpandedDepth);
    resizeColumnToContents(JsonModel::KeyColumn);
    return read;
}

JsonModel &JsonView::json()
{
    return *m_model;
}

void JsonView::showMenu(const QPoint &position)
{
    const QModelIndex index = indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto put = [](const QString &text) { QGuiApplication::clipboard()->setText(text); };
    if (index.isValid()) {
        menu->addAction(tr("Copy value"), this, [this, index, put] { put(m_model->textOf(index)); });
        menu->addAction(tr("Copy path"), this, [this, index, put] { put(m_model->pathOf(index)); });
    }
    menu->addAction(tr("Copy all"), this, [this, put] { put(m_model->textOf({})); });
    menu->addSeparator();
    menu->addAction(tr("Expand all"), this, &QTreeView::expandAll);
    menu->addAction(tr("Collapse all"), this, &QTreeView::collapseAll);
    menu->popup(viewport()->mapToGlobal(position));
}

void JsonView::copyCurrent()
{
    if (currentIndex().isValid())
        QGuiApplication::clipboard()->setText(m_model->textOf(currentIndex()));
}

} // namespace signalbox::ui
