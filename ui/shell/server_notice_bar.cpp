// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/server_notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize IconPixels(Theme::IconSize, Theme::IconSize);

const char *kindOf(Theme::Role role)
{
    if (role == Theme::Role::Danger)
        return "notice-danger";
    return role == Theme::Role::Warning ? "notice-warning" : "notice-neutral";
}

} // namespace

ServerNoticeBar::ServerNoticeBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel)
    , m_text(new QLabel)
    , m_aside(new QLabel)
    , m_actions(new QHBoxLayout)
{
    setObjectName(u"serverNotice"_s);
    setAccessibleName(tr("Notice"));
    m_text->setObjectName(u"serverNotice.text"_s);
    m_text->setWordWrap(true);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_aside->setObjectName(u"serverNotice.aside"_s);
    m_aside->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_actions->setSpacing(Theme::Grid);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, Theme::Grid / 2, 2 * Theme::Grid, Theme::Grid / 2);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_aside);
    row->addLayout(m_actions);
    setMinimumHeight(5 * Theme::Grid);
    connect(&theme, &Theme::changed, this, &ServerNoticeBar::colour);
    hide();
}

void ServerNoticeBar::show(Theme::Role role, const QString &icon, const QString &text)
{
    m_role = role;
    m_iconName = icon;
    while (QLayoutItem *item = m_actions->takeAt(0)) {
        item->widget()->deleteLater();
        item->widget()->hide();
        delete item;
    }
    setText(text);
    m_aside->hide();
    colour();
    QFrame::show();
}

void ServerNoticeBar::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleDescription(text);
}

void ServerNoticeBar::setAside(const QString &text)
{
    m_aside->setMinimumWidth(std::max(m_aside->minimumWidth(), m_aside->fontMetrics().horizontalAdvance(text)));
    m_aside->setText(text);
    m_aside->show();
}

QPushButton *ServerNoticeBar::addAction(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    m_actions->addWidget(button);
    return button;
}

void ServerNoticeBar::colour()
{
    Theme::setKind(this, kindOf(m_role));
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.icon(m_iconName, m_role).pixmap(IconPixels, devicePixelRatio()));
}

} // namespace signalbox::ui
