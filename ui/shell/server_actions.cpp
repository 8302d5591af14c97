// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/server_actions.h"

#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

} // namespace

ServerActions::ServerActions(const Theme &theme, ServerControl &control, QObject *parent)
    : QObject(parent)
    , m_control(control)
    , m_start(add(u"server.start"_s, tr("Start the server"), theme.icon(u"play"_s)))
    , m_stop(add(u"server.stop"_s, tr("Stop the server"), theme.icon(u"stop"_s)))
    , m_restart(add(u"server.restart"_s, tr("Restart the server"), theme.icon(u"restart"_s)))
    , m_copyUrl(add(u"server.copyUrl"_s, tr("Copy the server's URL"), theme.icon(u"copy"_s)))
{
    connect(m_start, &QAction::triggered, &control, &ServerControl::start);
    connect(m_stop, &QAction::triggered, &control, &ServerControl::stop);
    connect(m_restart, &QAction::triggered, this, [this] {
        m_startsAgain = true;
        m_control.stop();
    });
    connect(m_copyUrl, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_control.endpoint().url.toString()); });
    connect(&control, &ServerControl::stateChanged, this, &ServerActions::follow);
    follow(control.state());
}

QAction *ServerActions::start() const
{
    return m_start;
}

QAction *ServerActions::stop() const
{
    return m_stop;
}

QAction *ServerActions::restart() const
{
    return m_restart;
}

QAction *ServerActions::copyUrl() const
{
    return m_copyUrl;
}

QAction *ServerActions::add(const QString &name, const QString &text, const QIcon &icon)
{
    auto *action = new QAction(icon, text, this);
    action->setObjectName(name);
    return action;
}

void ServerActions::follow(ServerControl::State state)
{
    using State = ServerControl::State;
    m_start->setEnabled(state == State::Stopped);
    m_stop->setEnabled(state == State::Listening || state == State::Starting);
    m_restart->setEnabled(state == State::Listening);
    m_copyUrl->setEnabled(state == State::Listening);
    // The port is free only when everybody has heard of the stop.
    if (state == State::Stopped && std::exchange(m_startsAgain, false))
        QMetaObject::invokeMethod(&m_control, &ServerControl::start, Qt::QueuedConnection);
}

} // namespace signalbox::ui
