// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/no_requests.h"

#include "client/session.h"
#include "filter.h"
#include "widgets/empty_state.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

NoRequests::NoRequests(const Theme &theme, StateView &view, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_view(view)
{
}

void NoRequests::show(const Filter &filter, Session &session)
{
    m_view.emptyState().clearActions();
    const TimeRange::Kind kind = session.range().kind();
    if (!filter.isEmpty())
        showFiltered(filter);
    else if (kind != TimeRange::Kind::Live && kind != TimeRange::Kind::All)
        showOutOfRange(session);
    else
        showFirst(session);
}

void NoRequests::showFiltered(const Filter &filter)
{
    m_view.showEmpty(u"filter"_s, tr("Nothing matches the filter"),
                     tr("No request that is kept matches “%1”.").arg(filter.text()));
    connect(offer(u"clearFilter"_s, tr("Clear the filter")), &QPushButton::clicked, this,
            &NoRequests::clearFilterAsked);
}

void NoRequests::showOutOfRange(Session &session)
{
    m_view.showEmpty(u"clock"_s, tr("No requests in this time"),
                     tr("Nothing that is kept came in the time that is chosen (%1).").arg(session.range().label()));
    connect(offer(u"showAllTime"_s, tr("Show all")), &QPushButton::clicked, &session,
            [&session] { session.range().setKind(TimeRange::Kind::All); });
}

void NoRequests::showFirst(Session &session)
{
    const QString command = "curl "_L1 + session.endpoint().url.resolved(QUrl(u"/health"_s)).toString();
    m_view.showEmpty(u"requests"_s, tr("No requests yet"),
                     tr("Each request shows here as it comes. Send the first one:"));
    QPushButton *copy = offer(u"copyFirstRequest"_s, command);
    copy->setIcon(m_theme.icon(u"copy"_s));
    copy->setFont(m_theme.monospace());
    copy->setAccessibleName(tr("Copy: %1").arg(command));
    connect(copy, &QPushButton::clicked, this, [this, command] {
        QGuiApplication::clipboard()->setText(command);
        emit toast(tr("Copied: paste it into a terminal"));
    });
}

QPushButton *NoRequests::offer(const QString &objectName, const QString &text)
{
    QPushButton *button = m_view.emptyState().addAction(text);
    button->setObjectName(objectName);
    return button;
}

} // namespace signalbox::ui
