// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/card_grid.h"

#include "widgets/theme.h"

#include <algorithm>

namespace signalbox::ui {

namespace {
constexpr int Spacing = Theme::Grid;
}

CardGrid::CardGrid(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void CardGrid::addCard(QWidget *card)
{
    card->setParent(this);
    m_cards.append(card);
    relayout();
}

QList<QWidget *> CardGrid::shownCards() const
{
    QList<QWidget *> cards;
    for (QWidget *card : m_cards) {
        if (!card->isHidden())
            cards.append(card);
    }
    return cards;
}

int CardGrid::columnsFor(int width) const
{
    const int count = int(shownCards().size());
    if (count == 0)
        return 1;
    int least = 1;
    for (const QWidget *card : shownCards())
        least = std::max(least, card->minimumSizeHint().width() + Spacing);
    const int most = qBound(1, (width + Spacing) / least, count);
    const int rows = (count + most - 1) / most;
    return (count + rows - 1) / rows; // evenly full rows
}

int CardGrid::heightFor(int width) const
{
    const int count = int(shownCards().size());
    if (count == 0)
        return 0;
    const int columns = columnsFor(width);
    const int rows = (count + columns - 1) / columns;
    return rows * (m_cards.constFirst()->sizeHint().height() + Spacing) - Spacing;
}

QSize CardGrid::sizeHint() const
{
    return {600, heightFor(width())};
}

void CardGrid::relayout()
{
    const QList<QWidget *> cards = shownCards();
    const int columns = columnsFor(width());
    const int height = cards.isEmpty() ? 0 : cards.constFirst()->sizeHint().height();
    for (int i = 0; i < cards.size(); ++i) {
        const int column = i % columns;
        const int left = column * (width() + Spacing) / columns;
        const int right = (column + 1) * (width() + Spacing) / columns - Spacing;
        cards[i]->setGeometry(left, i / columns * (height + Spacing), right - left, height);
    }
    // Not by heightForWidth(): a scroll area around it would then give all else its favourite height, too.
    setFixedHeight(heightFor(width()));
}

void CardGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    relayout();
}

} // namespace signalbox::ui
