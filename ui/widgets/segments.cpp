// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/segments.h"

#include "widgets/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace signalbox::ui {

Segments::Segments(QWidget *parent)
    : QFrame(parent)
    , m_buttons(new QButtonGroup(this))
{
    Theme::setKind(this, "segments");
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    connect(m_buttons, &QButtonGroup::idClicked, this, &Segments::chosen);
}

QToolButton *Segments::add(int id, const QString &name, const QString &text)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    Theme::setKind(button, "segment");
    m_buttons->addButton(button, id);
    layout()->addWidget(button);
    if (!m_buttons->checkedButton())
        button->setChecked(true);
    return button;
}

void Segments::setChosen(int id)
{
    if (QAbstractButton *button = m_buttons->button(id))
        button->setChecked(true);
}

int Segments::chosenId() const
{
    return m_buttons->checkedId();
}

} // namespace signalbox::ui
