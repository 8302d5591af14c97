// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/connection_notice.h"

#include "client/session.h"
#include "widgets/format.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

QString sentence(const QString &reason)
{
    const bool ended = reason.isEmpty() || QStringLiteral(".?!").contains(reason.back());
    return ended ? reason : reason + QLatin1Char('.');
}

} // namespace

QString connectionNotice(Session *session)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ConnectionNotice", text); };
    if (!session)
        return tr("No server is running here. What was seen last stays; start the server from the top bar.");
    const FeedClient &feed = session->feed();
    switch (feed.state()) {
    case LinkState::Lost:
        return tr("Connection lost since %1. %2 What was seen stays; reconnecting.")
            .arg(formatClock(feed.since().toMSecsSinceEpoch()), sentence(feed.reason()));
    case LinkState::Refused:
        return tr("The server refused the connection. %1").arg(sentence(feed.reason()));
    case LinkState::Connecting:
    case LinkState::Connected:
    case LinkState::Closed:
        break;
    }
    return {};
}

} // namespace signalbox::ui
