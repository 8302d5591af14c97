// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/slowest_delegate.h"

#include "pages/routes/slowest_model.h"
#include "widgets/theme.h"

namespace signalbox::ui {

SlowestDelegate::SlowestDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

void SlowestDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    const RequestRecord &record = static_cast<const SlowestModel *>(index.model())->row(index.row()).record;
    QColor colour = m_theme.color(index.column() == SlowestModel::Time ? Theme::Role::TextMuted : Theme::Role::Text);
    if (index.column() == SlowestModel::Status)
        colour = m_theme.statusColor(record.status);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

} // namespace signalbox::ui
