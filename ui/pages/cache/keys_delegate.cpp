// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/keys_delegate.h"

#include "pages/cache/keys_model.h"
#include "widgets/badge.h"
#include "widgets/theme.h"

#include <QDateTime>

namespace signalbox::ui {

namespace {

const KeyRow &rowOf(const QModelIndex &index)
{
    const auto *proxy = static_cast<const KeysProxy *>(index.model());
    return static_cast<const KeysModel *>(proxy->sourceModel())->row(proxy->mapToSource(index).row());
}

} // namespace

KeysDelegate::KeysDelegate(const Theme &theme, QTableView &table)
    : InsetDelegate(theme, table)
    , m_theme(theme)
{
}

void KeysDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    InsetDelegate::initStyleOption(option, index);
    if (index.column() == KeysModel::Type)
        option->text.clear();
    if (index.column() == KeysModel::Key)
        option->font = m_theme.monospace();
    const KeyRow &row = rowOf(index);
    const bool gone = row.expiresAtMs > 0 && row.expiresAtMs <= QDateTime::currentMSecsSinceEpoch();
    const bool quiet = gone || (index.column() == KeysModel::Ttl && row.expiresAtMs == 0);
    const QColor colour = m_theme.color(quiet ? Theme::Role::TextMuted : Theme::Role::Text);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
}

void KeysDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    InsetDelegate::paint(painter, option, index);
    if (index.column() != KeysModel::Type)
        return;
    const KeyRow &row = rowOf(index);
    paintBadge(*painter, option.rect.adjusted(Theme::Grid, 0, -Theme::Grid, 0), row.type, m_theme, row.typeColour());
}

} // namespace signalbox::ui
