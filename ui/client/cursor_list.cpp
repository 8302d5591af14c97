// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "client/cursor_list.h"

#include "client/session.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

CursorList::CursorList(QString path, QString cursorKey, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_cursorKey(std::move(cursorKey))
{
}

void CursorList::setSession(Session *session)
{
    m_session = session;
    m_next.clear();
    ++m_question;
    setState(State::Idle);
}

void CursorList::setQuery(const QUrlQuery &query)
{
    if (query == m_query && m_state != State::Idle)
        return;
    m_query = query;
    reload();
}

void CursorList::reload(int rows)
{
    if (!m_session)
        return;
    ask({}, std::clamp(rows, PartSize, LargestPart));
}

void CursorList::loadMore()
{
    if (m_session && hasMore() && !m_moreUnderWay && m_state == State::Ready)
        ask(m_next, PartSize);
}

void CursorList::ask(const QString &cursor, int rows)
{
    QUrlQuery query = m_query;
    query.addQueryItem(u"limit"_s, QString::number(rows));
    const bool more = !cursor.isEmpty();
    if (more)
        query.addQueryItem(m_cursorKey, QString::fromLatin1(QUrl::toPercentEncoding(cursor)));
    m_moreUnderWay = more;
    if (!more)
        setState(State::Loading);
    m_session->client().get(m_path, query, this, [this, more, question = ++m_question](const auto &answer) {
        if (question == m_question)
            take(answer, more);
    });
}

void CursorList::take(const AdminClient::Answer &answer, bool more)
{
    m_moreUnderWay = false;
    if (!answer.ok())
        return setState(State::Failed, answer.error);
    m_next = answer.body.value("next"_L1).toString();
    if (more)
        emit moreCame(answer.body);
    else
        emit restarted(answer.body);
    setState(State::Ready);
}

void CursorList::setState(State state, const QString &error)
{
    m_state = state;
    m_error = error;
    emit stateChanged();
}

} // namespace signalbox::ui
