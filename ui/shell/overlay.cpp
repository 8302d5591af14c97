// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/overlay.h"

#include <QApplication>
#include <QFrame>
#include <QKeyEvent>
#include <QPainter>

namespace signalbox::ui {

namespace {

constexpr int FromTop = 10 * Theme::Grid;
constexpr int Margin = 4 * Theme::Grid;

} // namespace

Overlay::Overlay(const Theme &theme, QWidget *window, Place place)
    : QWidget(window)
    , m_theme(theme)
    , m_panel(new QFrame(this))
    , m_place(place)
{
    Theme::setKind(m_panel, "raised");
    setFocusPolicy(Qt::StrongFocus);
    window->installEventFilter(this);
    m_panel->installEventFilter(this);
    hide();
}

QWidget *Overlay::panel() const
{
    return m_panel;
}

void Overlay::setDismissable(bool dismissable)
{
    m_dismissable = dismissable;
}

void Overlay::open()
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    show();
    raise();
    arrange();
    setFocus();
}

void Overlay::dismiss()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus();
    emit dismissed();
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    const bool resized = watched == parentWidget() && event->type() == QEvent::Resize;
    const bool relaid = watched == m_panel && event->type() == QEvent::LayoutRequest;
    if (isVisible() && (resized || relaid))
        arrange();
    return QWidget::eventFilter(watched, event);
}

bool Overlay::focusNextPrevChild(bool next)
{
    QList<QWidget *> stops = m_panel->findChildren<QWidget *>();
    stops.removeIf([](const QWidget *widget) {
        return !(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || !widget->isEnabled();
    });
    if (stops.isEmpty())
        return true;
    const qsizetype at = stops.indexOf(QApplication::focusWidget());
    const qsizetype to = at < 0 ? 0 : (at + (next ? 1 : stops.size() - 1)) % stops.size();
    stops[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void Overlay::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_dismissable)
        dismiss();
    event->accept(); // nothing below the overlay may hear of it
}

void Overlay::mousePressEvent(QMouseEvent *event)
{
    if (m_dismissable && !m_panel->geometry().contains(event->pos()))
        dismiss();
    event->accept();
}

void Overlay::paintEvent(QPaintEvent *)
{
    QColor dim = m_theme.color(m_theme.isDark() ? Theme::Role::Window : Theme::Role::Text);
    dim.setAlphaF(m_theme.isDark() ? 0.7F : 0.35F);
    QPainter(this).fillRect(rect(), dim);
}

void Overlay::arrange()
{
    setGeometry(parentWidget()->rect());
    const QSize room = size() - QSize(2 * Margin, 2 * Margin);
    const QSize wanted = m_panel->sizeHint().boundedTo(room);
    const int top =
        m_place == Place::Top ? std::min(FromTop, (height() - wanted.height()) / 2) : (height() - wanted.height()) / 2;
    m_panel->setGeometry((width() - wanted.width()) / 2, top, wanted.width(), wanted.height());
}

} // namespace signalbox::ui
