// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/admin_poller.h"

#include "client/session.h"

namespace signalbox::ui {

namespace {
constexpr std::chrono::milliseconds Patience{200};
}

AdminPoller::AdminPoller(QString path, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(Patience);
    connect(&m_patience, &QTimer::timeout, this, [this] { setState(true, m_error); });
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_asking)
            refresh();
    });
}

void AdminPoller::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    m_asking = false;
    m_patience.stop();
    setState(false, QString());
    if (m_running)
        refresh();
}

void AdminPoller::setQuery(const QUrlQuery &query)
{
    if (query == m_query)
        return;
    m_query = query;
    if (m_running)
        refresh();
}

void AdminPoller::setInterval(std::chrono::milliseconds interval)
{
    m_timer.setInterval(interval);
    if (m_running && interval.count() > 0)
        m_timer.start();
    else
        m_timer.stop();
}

void AdminPoller::setRunning(bool running)
{
    if (running == m_running)
        return;
    m_running = running;
    if (!running)
        return m_timer.stop();
    if (m_timer.interval() > 0)
        m_timer.start();
    refresh();
}

void AdminPoller::refresh()
{
    if (!m_session)
        return;
    const quint64 question = ++m_question;
    m_asking = true;
    m_patience.start();
    m_session->client().get(m_path, m_query, this, [this, question](const AdminClient::Answer &answer) {
        take(question, answer.ok(), answer.body, answer.error);
    });
}

void AdminPoller::take(quint64 question, bool ok, const QCborMap &body, const QString &error)
{
    if (question != m_question)
        return;
    m_asking = false;
    m_patience.stop();
    setState(false, ok ? QString() : error);
    if (ok)
        emit answered(body);
}

void AdminPoller::setState(bool waiting, const QString &error)
{
    if (waiting == m_waiting && error == m_error)
        return;
    m_waiting = waiting;
    m_error = error;
    emit stateChanged();
}

} // namespace signalbox::ui
