// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QWidget>

namespace signalbox::ui {

// Lays cards of equal size out in as many even columns as have room.
class CardGrid : public QWidget {
    Q_OBJECT
public:
    explicit CardGrid(QWidget *parent = nullptr);

    void addCard(QWidget *card); // shown or hidden, cards keep their order

    int columnsFor(int width) const;
    QSize sizeHint() const override;
    void relayout();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QList<QWidget *> shownCards() const;
    int heightFor(int width) const;

    QList<QWidget *> m_cards;
};

} // namespace signalbox::ui
