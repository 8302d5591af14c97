// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queues_state_view.h"

#include "client/session.h"
#include "pages/queues/queues_source.h"
#include "pages/queues/queues_table.h"
#include "widgets/empty_state.h"

#include <QPushButton>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool lacksRedis(const QueuesSource &source)
{
    return !source.connections().isEmpty()
        && std::ranges::none_of(source.connections(), [](const QueueConnection &connection) {
               return connection.state == QueueConnection::State::Up;
           });
}

} // namespace

QueuesStateView::QueuesStateView(const Theme &theme, QueuesTable &table)
    : StateView(theme, &table)
    , m_table(table)
{
    setObjectName(u"queuesState"_s);
}

void QueuesStateView::tell(const QueuesSource &source, const Session *session, int queues, const QString &filter)
{
    if (m_table.shownCount() > 0)
        return showContent();
    if (!session)
        return showDisconnected(tr("No server is being watched."));
    if (queues > 0)
        return offer(u"filter"_s, tr("No queue matches"), tr("No queue's name has “%1” in it.").arg(filter),
                     tr("Show all queues"), &QueuesStateView::allAsked);
    if (const QString why = session->whyNothingComes(); !why.isEmpty())
        return showDisconnected(why);
    if (!source.isLoaded() && !source.error().isEmpty())
        return showFailed(source.error());
    if (!source.isLoaded())
        return showLoading();
    tellWhyNone(source);
}

void QueuesStateView::tellWhyNone(const QueuesSource &source)
{
    if (lacksRedis(source)) {
        const QString problem = source.connections().constFirst().problem();
        return offer(u"inbox"_s, tr("No Redis to look for queues in"),
                     problem.isEmpty() ? tr("The server does without Redis. Add one whose queues are to be watched.")
                                       : problem,
                     tr("Connections…"), &QueuesStateView::connectionsAsked);
    }
    if (!source.isComplete())
        return offer(u"inbox"_s, tr("Looking for queues"),
                     tr("Redis is looked through for BullMQ queues. They show as they are found."), tr("Add queue"),
                     &QueuesStateView::addAsked);
    offer(u"inbox"_s, tr("No queues yet"),
          tr("A BullMQ queue shows here as soon as it has a job. Add one, or another Redis that has some."),
          tr("Add queue"), &QueuesStateView::addAsked);
}

// Told again and again; a button that is about to be clicked stays the same.
void QueuesStateView::offer(const QString &icon, const QString &title, const QString &text, const QString &action,
                            Ask ask)
{
    if (state() == State::Empty && m_offered == text)
        return;
    m_offered = text;
    showEmpty(icon, title, text);
    QPushButton *button = emptyState().addAction(action);
    button->setObjectName(u"queuesEmptyAction"_s);
    connect(button, &QPushButton::clicked, this, ask);
}

} // namespace signalbox::ui
