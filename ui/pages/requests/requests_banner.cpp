// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_banner.h"

#include "client/session.h"
#include "widgets/format.h"

namespace signalbox::ui {

RequestsBanner::RequestsBanner(QWidget *parent)
    : PageNotice(PageNotice::Tone::Warning, parent)
{
    setObjectName(QStringLiteral("requestsBanner"));
    connect(this, &PageNotice::actionTriggered, this, &RequestsBanner::reloadAsked);
}

void RequestsBanner::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    m_session = session;
    m_gap.clear();
    if (session)
        connect(&session->feed(), &FeedClient::stateChanged, this, &RequestsBanner::update);
    update();
}

void RequestsBanner::tellGap(qint64 fromMs, qint64 toMs)
{
    m_gap = tr("Of %1 to %2 not all requests are in this list.").arg(formatClock(fromMs), formatClock(toMs));
    update();
}

void RequestsBanner::forgetGap()
{
    m_gap.clear();
    update();
}

void RequestsBanner::update()
{
    const QString connection = connectionText();
    if (!connection.isEmpty())
        tell(connection);
    else
        tell(m_gap, m_gap.isEmpty() ? QString() : tr("Load anew"));
}

QString RequestsBanner::connectionText() const
{
    if (!m_session)
        return tr("No server is attached. What is shown came before.");
    const FeedClient &feed = m_session->feed();
    if (feed.state() == LinkState::Lost)
        return tr("Connection lost. What is shown came before. %1").arg(feed.reason());
    if (feed.state() == LinkState::Refused)
        return tr("The server refused the connection. %1").arg(feed.reason());
    return {};
}

} // namespace signalbox::ui
