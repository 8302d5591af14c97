// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_bar.h"

#include "widgets/badge.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int WidestFilter = 40 * Theme::Grid;

} // namespace

QueuesBar::QueuesBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_filter(new QLineEdit)
    , m_alertBadge(new BadgeLabel(theme))
{
    setObjectName(u"queuesBar"_s);
    Theme::setKind(this, "bar");
    m_filter->setObjectName(u"queuesFilter"_s);
    m_filter->setPlaceholderText(tr("Queues by name"));
    m_filter->setAccessibleName(m_filter->placeholderText());
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(WidestFilter);
    m_filter->addAction(theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_alertBadge->setObjectName(u"queuesAlertBadge"_s);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_filter, 1);
    row->addStretch();
    row->addWidget(m_alertBadge);
    m_alerts = addButton(u"queuesAlerts"_s, tr("Alerts"), u"alert"_s);
    QToolButton *connections = addButton(u"queuesConnections"_s, tr("Connections"), u"server"_s);
    QToolButton *add = addButton(u"queuesAdd"_s, tr("Add queue"), u"plus"_s);
    addMenu();
    connect(m_filter, &QLineEdit::textChanged, this, [this] { emit filterChanged(filter()); });
    connect(m_alerts, &QToolButton::clicked, this, &QueuesBar::alertsAsked);
    connect(connections, &QToolButton::clicked, this, &QueuesBar::connectionsAsked);
    connect(add, &QToolButton::clicked, this, &QueuesBar::addAsked);
}

QToolButton *QueuesBar::addButton(const QString &name, const QString &text, const QString &icon)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(text);
    button->setIcon(m_theme.icon(icon));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    layout()->addWidget(button);
    return button;
}

void QueuesBar::addMenu()
{
    QToolButton *more = addButton(u"queuesMore"_s, tr("More"), u"more"_s);
    more->setToolButtonStyle(Qt::ToolButtonIconOnly);
    more->setToolTip(tr("All queues"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    QAction *pause = menu->addAction(m_theme.icon(u"pause"_s), tr("Pause all queues…"));
    pause->setObjectName(u"pauseAllQueues"_s);
    QAction *resume = menu->addAction(m_theme.icon(u"play"_s), tr("Resume all queues…"));
    resume->setObjectName(u"resumeAllQueues"_s);
    more->setMenu(menu);
    connect(pause, &QAction::triggered, this, [this] { emit pauseAllAsked(true); });
    connect(resume, &QAction::triggered, this, [this] { emit pauseAllAsked(false); });
}

QString QueuesBar::filter() const
{
    return m_filter->text().trimmed();
}

void QueuesBar::clearFilter()
{
    m_filter->clear();
}

void QueuesBar::focusSearch()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void QueuesBar::setAlerts(qsizetype count)
{
    m_alertBadge->set(count > 0 ? formatCounted(count, tr("alert"), tr("alerts")) : QString(), Theme::Role::Danger);
}

bool QueuesBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
        m_filter->clear();
        return true;
    }
    if (key != Qt::Key_Escape && key != Qt::Key_Down)
        return false;
    emit left();
    return true;
}

} // namespace signalbox::ui
