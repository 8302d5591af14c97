// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/server_notices.h"

#include "client/server_report.h"
#include "shell/server_notice_bar.h"

#include <QPushButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using Role = Theme::Role;

constexpr quint16 LastPort = 65'535;

} // namespace

ServerNotices::ServerNotices(ServerNoticeBar &bar, ServerControl *control, QObject *parent)
    : QObject(parent)
    , m_bar(bar)
    , m_control(control)
{
    m_countdown.setInterval(1s);
    connect(&m_countdown, &QTimer::timeout, this, &ServerNotices::showCountdown);
    if (control)
        connect(control, &ServerControl::stateChanged, this, &ServerNotices::show);
    show();
}

void ServerNotices::follow(Session *session, bool local)
{
    m_session = session;
    m_local = local;
    if (session) {
        connect(&session->feed(), &FeedClient::stateChanged, this, &ServerNotices::show);
        connect(&session->feed(), &FeedClient::retryScheduled, this, &ServerNotices::showCountdown);
        connect(&session->report(), &ServerReport::changed, this, &ServerNotices::show);
    }
    show();
}

void ServerNotices::show()
{
    m_countdown.stop();
    if (!showStart() && !showLink() && !showDatabase())
        m_bar.hide();
}

bool ServerNotices::showStart()
{
    if (!m_control || !m_local || m_control->state() != ServerControl::State::Stopped)
        return false;
    if (m_control->isPortTaken()) {
        showPortTaken();
    } else if (!m_control->errorString().isEmpty()) {
        m_bar.show(Role::Danger, u"alert"_s, tr("The server could not start: %1").arg(m_control->errorString()));
        addStart(tr("Try again"));
    } else {
        m_bar.show(Role::Neutral, u"stop"_s, tr("The server is stopped. What came before is still shown."));
        addStart(tr("Start the server"));
    }
    return true;
}

void ServerNotices::addStart(const QString &text)
{
    connect(m_bar.addAction(u"notice.start"_s, text), &QPushButton::clicked, m_control, &ServerControl::start);
}

void ServerNotices::showPortTaken()
{
    const quint16 port = m_control->port();
    m_bar.show(Role::Warning, u"alert"_s,
               tr("Port %1 is taken by another program, so the server could not start.").arg(port));
    if (port < LastPort) {
        const quint16 next = port + 1;
        QPushButton *useNext = m_bar.addAction(u"notice.nextPort"_s, tr("Use port %1").arg(next));
        connect(useNext, &QPushButton::clicked, m_control, [this, next] { m_control->startOn(next); });
    }
    connect(m_bar.addAction(u"notice.anyPort"_s, tr("Any free port")), &QPushButton::clicked, m_control,
            [this] { m_control->startOn(0); });
    addStart(tr("Try again"));
}

bool ServerNotices::showLink()
{
    const bool stopping = m_local && m_control && m_control->state() == ServerControl::State::Draining;
    if (!m_session || stopping)
        return false;
    const LinkState state = m_session->feed().state();
    if (state == LinkState::Lost || state == LinkState::Unreached) {
        showRetries(state);
        return true;
    }
    if (state != LinkState::Refused)
        return false;
    m_bar.show(Role::Danger, u"key"_s, m_session->feed().reason());
    const bool signsIn = !m_session->endpoint().email.isEmpty();
    const QString ask = signsIn ? tr("Sign in…") : tr("Enter the token…");
    connect(m_bar.addAction(u"notice.enterToken"_s, ask), &QPushButton::clicked, this, &ServerNotices::changeAsked);
    return true;
}

bool ServerNotices::showDatabase()
{
    if (!m_session || m_session->report().isDatabaseUp())
        return false;
    m_bar.show(Role::Danger, u"database"_s,
               tr("The server's database is down, so requests that need it are answered 503: %1 The server tries again "
                  "by itself.")
                   .arg(m_session->report().databaseProblem()));
    return true;
}

void ServerNotices::showRetries(LinkState state)
{
    m_bar.show(Role::Warning, u"disconnected"_s, {});
    if (state == LinkState::Unreached && !m_local)
        connect(m_bar.addAction(u"notice.changeAddress"_s, tr("Change the address…")), &QPushButton::clicked, this,
                &ServerNotices::changeAsked);
    connect(m_bar.addAction(u"notice.retryNow"_s, tr("Try now")), &QPushButton::clicked, &m_session->feed(),
            &FeedClient::retryNow);
    m_countdown.start();
    showCountdown();
}

void ServerNotices::showCountdown()
{
    if (!m_session)
        return;
    const FeedClient &feed = m_session->feed();
    const qint64 seconds = (QDateTime::currentDateTime().msecsTo(feed.retryAt()) + 999) / 1000;
    if (feed.state() == LinkState::Unreached)
        m_bar.setText(tr("Cannot reach %1: %2").arg(m_session->endpoint().url.toString(), feed.reason()));
    else if (feed.state() == LinkState::Lost)
        m_bar.setText(tr("Connection lost since %1. %2 What came before is still shown.")
                          .arg(feed.since().toString(u"HH:mm:ss"_s), feed.reason()));
    else
        return;
    m_bar.setAside(feed.retryAt().isValid() && seconds > 0 ? tr("Next try in %1 s").arg(seconds) : tr("Trying now…"));
}

} // namespace signalbox::ui
