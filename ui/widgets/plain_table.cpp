// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/plain_table.h"

#include "widgets/inset_delegate.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QTableView>

namespace signalbox::ui {

QTableView *makePlainTable(const Theme &theme, QAbstractItemModel &model, const QString &name,
                           const QString &accessibleName, const QList<int> &widths)
{
    auto *table = new QTableView;
    table->setObjectName(name);
    table->setAccessibleName(accessibleName);
    table->setModel(&model);
    table->setItemDelegate(new InsetDelegate(theme, *table));
    table->setShowGrid(false);
    table->setFrameShape(QFrame::NoFrame);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int column = 0; column < int(widths.size()); ++column)
        table->setColumnWidth(column, widths[column]);
    return table;
}

} // namespace signalbox::ui
