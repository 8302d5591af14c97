// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/state_indicator.h"

#include "widgets/copy_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int DotRoom = 2 * Theme::Grid;
constexpr qreal DotRadius = 4;
constexpr int RoomForWords = 38 * Theme::Grid;

} // namespace

StateIndicator::StateIndicator(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new QLabel)
    , m_url(new QLabel)
    , m_copy(new CopyButton(theme))
{
    setObjectName(u"stateIndicator"_s);
    m_text->setObjectName(u"serverState"_s);
    m_url->setObjectName(u"serverUrl"_s);
    m_url->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy->setObjectName(u"copyUrlButton"_s);
    Theme::setKind(m_text, "muted");
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(DotRoom, 0, 0, 0);
    row->setSpacing(Theme::Grid / 2);
    row->addWidget(m_text);
    row->addWidget(m_url);
    row->addWidget(m_copy);
    row->addStretch();
    setMinimumWidth(DotRoom + 12 * Theme::Grid);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    setStatus({});
}

void StateIndicator::setStatus(const ServerStatus &status)
{
    m_status = status;
    const QString url = status.url.toString(QUrl::RemovePath | QUrl::RemoveQuery);
    m_text->setText(status.text);
    m_url->setText(url);
    m_url->setVisible(!url.isEmpty());
    m_copy->setVisible(!url.isEmpty());
    m_copy->setCopiedText(url, tr("the server's URL"));
    setAccessibleName(u"%1 %2"_s.arg(status.text, url).trimmed());
    setToolTip(accessibleName());
    fit();
    update();
}

void StateIndicator::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle(DotRadius + 1, height() / 2.0 + 0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.soft(m_status.role));
    painter.drawEllipse(middle, DotRadius + 1, DotRadius + 1);
    painter.setBrush(m_theme.color(m_status.role));
    painter.drawEllipse(middle, DotRadius - 0.5, DotRadius - 0.5);
}

void StateIndicator::resizeEvent(QResizeEvent *)
{
    fit();
}

// Where there is little room the URL alone says enough; its colour says the rest.
void StateIndicator::fit()
{
    m_text->setVisible(m_status.url.isEmpty() || width() >= RoomForWords);
}

} // namespace signalbox::ui
