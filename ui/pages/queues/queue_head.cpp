// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_head.h"

#include "pages/queues/queue_actions.h"
#include "pages/queues/queue_marks.h"
#include "widgets/badge.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int MostMarks = 3;

} // namespace

QueueHead::QueueHead(const Theme &theme, QueueActions &actions, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_name(new QLabel)
    , m_place(new QLabel)
{
    setObjectName(u"queueHead"_s);
    Theme::setKind(this, "bar");
    m_name->setObjectName(u"queueHead.name"_s);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the page
    m_name->setTextFormat(Qt::PlainText);
    Theme::setKind(m_name, "heading");
    m_place->setObjectName(u"queueHead.place"_s);
    m_place->setTextFormat(Qt::PlainText);
    Theme::setKind(m_place, "muted");
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_name, 1);
    for (int at = 0; at < MostMarks; ++at) {
        m_marks.append(new BadgeLabel(theme));
        m_marks.last()->setObjectName(u"queueHead.mark%1"_s.arg(at));
        row->addWidget(m_marks.last());
    }
    row->addWidget(m_place);
    addButtons(*row, actions);
}

void QueueHead::addButtons(QHBoxLayout &row, QueueActions &actions)
{
    const auto add = [&row](const QString &name, const QString &accessibleName) {
        auto *button = new QToolButton;
        button->setObjectName(name);
        button->setAccessibleName(accessibleName);
        row.addWidget(button);
        return button;
    };
    QToolButton *pause = add(u"queueHead.pause"_s, tr("Pause or resume the queue"));
    pause->setDefaultAction(actions.action(u"pauseQueue"_s));
    pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    QToolButton *more = add(u"queueHead.more"_s, tr("More of the queue"));
    more->setIcon(m_theme.icon(u"more"_s));
    more->setToolTip(tr("Limits, drain, clean, obliterate"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->setObjectName(u"queueHead.menu"_s);
    actions.fillMenu(*menu);
    more->setMenu(menu);
    QToolButton *close = add(u"queueHead.close"_s, tr("Close the queue"));
    close->setIcon(m_theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    connect(close, &QToolButton::clicked, this, &QueueHead::closed);
}

void QueueHead::show(const QueueRow &queue, const QString &connectionName)
{
    m_name->setText(queue.name.simplified());
    m_name->setToolTip(asToolTip(u"%1:%2"_s.arg(queue.prefix, queue.name)));
    m_place->setText(connectionName);
    m_place->setVisible(!connectionName.isEmpty());
    showMarks(queue);
}

void QueueHead::showMarks(const QueueRow &queue)
{
    const QList<QueueMark> marks = marksOf(queue);
    for (int at = 0; at < MostMarks; ++at) {
        const QueueMark mark = marks.value(at, {{}, {}, Theme::Role::Neutral});
        m_marks[at]->set(mark.text, mark.role);
        m_marks[at]->setToolTip(mark.meaning);
    }
}

} // namespace signalbox::ui
