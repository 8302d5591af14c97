// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int IconPixels = 32;
constexpr int TextWidth = 52 * Theme::Grid;

} // namespace

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel)
    , m_title(new QLabel)
    , m_text(new QLabel)
    , m_actions(new QHBoxLayout)
{
    setObjectName(u"emptyState"_s);
    Theme::setKind(m_title, "heading");
    Theme::setKind(m_text, "muted");
    m_title->setObjectName(u"emptyStateTitle"_s);
    m_text->setObjectName(u"emptyStateText"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    m_text->setFixedWidth(TextWidth);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_actions->setSpacing(Theme::Grid);

    auto *column = new QVBoxLayout(this);
    column->setSpacing(Theme::Grid);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_title, 0, Qt::AlignHCenter);
    column->addWidget(m_text, 0, Qt::AlignHCenter);
    column->addSpacing(Theme::Grid);
    column->addLayout(m_actions);
    column->setAlignment(m_actions, Qt::AlignHCenter);
    column->addStretch(3);
}

void EmptyState::set(const QString &icon, const QString &title, const QString &text)
{
    const QIcon drawn = m_theme.icon(icon, Theme::Role::TextMuted);
    const auto draw = [this, drawn] {
        m_icon->setPixmap(drawn.pixmap(QSize(IconPixels, IconPixels), devicePixelRatio()));
    };
    disconnect(&m_theme, nullptr, m_icon, nullptr);
    connect(&m_theme, &Theme::changed, m_icon, draw);
    draw();
    m_title->setText(title);
    m_text->setText(text);
    m_text->setAccessibleName(text);
    m_text->ensurePolished();
    m_text->setFixedHeight(m_text->heightForWidth(TextWidth)); // an aligned item of a layout gets one line otherwise
    setAccessibleName(title);
    setAccessibleDescription(text);
}

QPushButton *EmptyState::addAction(const QString &text)
{
    auto *button = new QPushButton(text);
    button->setAccessibleName(text);
    m_actions->addWidget(button);
    return button;
}

void EmptyState::clearActions()
{
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

QString EmptyState::title() const
{
    return m_title->text();
}

} // namespace signalbox::ui
