// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/server_status.h"

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using Role = Theme::Role;

QString clock(const QDateTime &at)
{
    return at.toString(u"HH:mm:ss"_s);
}

ServerStatus linkStatus(FeedClient &feed, const QUrl &url, const QString &connectedText)
{
    switch (feed.state()) {
    case LinkState::Connecting:
        return {QObject::tr("Connecting to"), url, Role::Neutral};
    case LinkState::Connected:
    case LinkState::Renewing:
        return {connectedText, url, Role::Success};
    case LinkState::Unreached:
        return {QObject::tr("Cannot reach"), url, Role::Danger};
    case LinkState::Lost:
        return {QObject::tr("Connection lost since %1").arg(clock(feed.since())), {}, Role::Danger};
    case LinkState::Refused:
        return {QObject::tr("Token refused"), {}, Role::Danger};
    case LinkState::Closed:
        break;
    }
    return {QObject::tr("Not connected"), {}, Role::Neutral};
}

ServerStatus localStatus(const ServerControl &control, Session *session)
{
    switch (control.state()) {
    case ServerControl::State::Stopped:
        return control.errorString().isEmpty() ? ServerStatus{QObject::tr("Stopped"), {}, Role::Neutral}
                                               : ServerStatus{QObject::tr("Could not start"), {}, Role::Danger};
    case ServerControl::State::Starting:
        return {QObject::tr("Starting: opening the database…"), {}, Role::Neutral};
    case ServerControl::State::Draining:
        return {QObject::tr("Draining: requests in flight finish"), {}, Role::Warning};
    case ServerControl::State::Listening:
        break;
    }
    const LinkState link = session ? session->feed().state() : LinkState::Connected;
    if (link == LinkState::Lost || link == LinkState::Unreached)
        return linkStatus(session->feed(), control.endpoint().url, {});
    return {QObject::tr("Listening on"), control.endpoint().url, Role::Success};
}

} // namespace

ServerStatus serverStatus(const ServerControl *control, Session *session)
{
    if (control && (!session || session->endpoint().local))
        return localStatus(*control, session);
    if (session)
        return linkStatus(session->feed(), session->endpoint().url, QObject::tr("Connected to"));
    return {QObject::tr("No server chosen"), {}, Role::Neutral};
}

} // namespace signalbox::ui
