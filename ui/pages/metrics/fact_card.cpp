// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/fact_card.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

constexpr int LeastValue = 8 * Theme::Grid; // "1,024 jobs"

const char *kindOf(Theme::Role role)
{
    switch (role) {
    case Theme::Role::Success:
        return "good";
    case Theme::Role::Warning:
        return "caution"; // "warning" is a frame, which a label is, too
    case Theme::Role::Danger:
        return "error";
    case Theme::Role::TextMuted:
    case Theme::Role::Neutral:
        return "muted";
    default:
        return "";
    }
}

} // namespace

FactCard::FactCard(const Theme &theme, const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_column(new QVBoxLayout(this))
    , m_facts(new QGridLayout)
{
    Theme::setKind(this, "card");
    setAccessibleName(title);
    auto *heading = new QLabel(title);
    QFont font = theme.font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    m_facts->setHorizontalSpacing(2 * Theme::Grid);
    m_facts->setVerticalSpacing(Theme::Grid / 2);
    m_facts->setColumnStretch(1, 1);
    m_column->setContentsMargins(Theme::Grid * 3 / 2, Theme::Grid, Theme::Grid * 3 / 2, Theme::Grid * 3 / 2);
    m_column->setSpacing(Theme::Grid);
    m_column->addWidget(heading);
    m_column->addLayout(m_facts);
    m_column->addStretch();
}

void FactCard::addFact(const QString &name, const QString &label, const QString &meaning)
{
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    caption->setToolTip(meaning);
    auto *value = new QLabel(QStringLiteral("–"));
    value->setObjectName(name);
    value->setAccessibleName(label);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setFocusPolicy(Qt::ClickFocus);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the card
    value->setMinimumWidth(LeastValue);
    const int row = m_facts->rowCount();
    m_facts->addWidget(caption, row, 0);
    m_facts->addWidget(value, row, 1);
}

void FactCard::addWidget(QWidget *widget)
{
    m_column->insertWidget(m_column->count() - 1, widget); // before the stretch
}

void FactCard::set(const QString &name, const QString &text, Theme::Role role)
{
    auto *value = findChild<QLabel *>(name);
    Q_ASSERT(value);
    Theme::setKind(value, kindOf(role));
    if (value->text() == text)
        return;
    value->setText(text);
    value->setToolTip(text); // it may be cut off
}

} // namespace signalbox::ui
