// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/namespaces_panel.h"

#include "pages/cache/namespace_actions.h"
#include "pages/cache/namespaces_delegate.h"
#include "widgets/plain_table.h"
#include "widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QList<int> Widths{104, 124, 68, 72, 80, 64, 68, 60, 76, 76, 96, 52, 76, 60, 68, 56, 76, 76};
constexpr int MostRows = 8; // then it scrolls

QToolButton *buttonOf(QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setObjectName("cache_"_L1 + action->objectName());
    button->setAccessibleName(action->text());
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return button;
}

} // namespace

NamespacesPanel::NamespacesPanel(const Theme &theme, CacheCommands &commands, QWidget *parent)
    : QFrame(parent)
    , m_table(makePlainTable(theme, m_model, u"namespacesTable"_s, tr("Namespaces of the cache"), Widths))
    , m_actions(new NamespaceActions(theme, commands, *this, [this] { return chosen(); }))
{
    setObjectName(u"namespacesPanel"_s);
    Theme::setKind(this, "card");
    build(theme);
    connectTable();
}

void NamespacesPanel::build(const Theme &theme)
{
    auto *title = new QLabel(tr("Namespaces, since the server's start"));
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::Grid * 3 / 2, Theme::Grid / 2, Theme::Grid / 2, 0);
    head->setSpacing(Theme::Grid / 2);
    head->addWidget(title);
    head->addStretch();
    for (QAction *action : m_actions->all())
        head->addWidget(buttonOf(action));
    m_table->setItemDelegate(new NamespacesDelegate(theme, *m_table));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setDefaultAlignment({});
    m_table->installEventFilter(this);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_table);
    fitHeight();
}

void NamespacesPanel::connectTable()
{
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, m_actions, &NamespaceActions::enable);
    connect(&m_model, &QAbstractItemModel::rowsInserted, m_actions, &NamespaceActions::enable);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, m_actions, &NamespaceActions::enable);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (m_model.isPart(index))
            return;
        if (index.column() == NamespacesModel::Misses)
            emit missesAsked();
        else if (index.column() == NamespacesModel::StrategyName || index.column() == NamespacesModel::Ttl)
            m_actions->change();
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &NamespacesPanel::showMenu);
    connect(m_actions, &NamespaceActions::keysAsked, this, &NamespacesPanel::keysAsked);
    connect(m_actions, &NamespaceActions::toast, this, &NamespacesPanel::toast);
}

void NamespacesPanel::setNamespaces(const QList<CacheNamespace> &namespaces)
{
    const int before = m_model.rowCount();
    m_model.merge(namespaces);
    if (m_model.rowCount() != before)
        fitHeight();
}

void NamespacesPanel::select(const QString &name)
{
    if (const int row = m_model.rowOf(name); row >= 0)
        m_table->selectRow(row);
}

std::optional<CacheNamespace> NamespacesPanel::chosen() const
{
    if (auto only = m_model.only())
        return only;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? std::nullopt : std::optional(m_model.row(rows.constFirst().row()).space);
}

bool NamespacesPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_actions->change();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void NamespacesPanel::showMenu(const QPoint &position)
{
    if (!chosen())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"namespaceMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions->all());
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

// As high as its rows: what there is room for is the charts'.
void NamespacesPanel::fitHeight()
{
    const int rows = std::clamp(m_model.rowCount(), 1, MostRows);
    const int bar = m_table->horizontalScrollBar()->sizeHint().height();
    m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + rows * Theme::RowHeight + bar + 2);
}

} // namespace signalbox::ui
