// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/job_search.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "pages/queues/queue_paths.h"

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void JobSearch::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    if (m_state == State::Running)
        setState(State::Cancelled);
}

void JobSearch::start(const QString &queueId, const JobMatch &match, bool newestFirst)
{
    forget();
    m_queueId = queueId;
    m_match = match.toCbor(QDateTime::currentMSecsSinceEpoch());
    m_newestFirst = newestFirst;
    goOn();
}

void JobSearch::goOn()
{
    if (!m_session || m_state == State::Running || m_queueId.isEmpty())
        return;
    m_restAt = m_found + FoundUntilRest;
    setState(State::Running);
    step();
}

void JobSearch::cancel()
{
    if (m_state != State::Running)
        return;
    ++m_question;
    setState(State::Cancelled);
}

void JobSearch::forget()
{
    ++m_question;
    m_cursor.clear();
    m_error.clear();
    m_found = 0;
    m_scanned = 0;
    m_total = 0;
    setState(State::Idle);
}

bool JobSearch::canGoOn() const
{
    return m_state == State::Resting || m_state == State::Cancelled || m_state == State::Failed;
}

void JobSearch::step()
{
    QCborMap question{
        {"match"_L1, m_match}, {"order"_L1, m_newestFirst ? "newest"_L1 : "oldest"_L1}, {"limit"_L1, StepSize}};
    if (!m_cursor.isEmpty())
        question.insert("cursor"_L1, m_cursor);
    m_session->client().post(queuePath(m_queueId, u"search"_s), question, this,
                             [this, question = ++m_question](const AdminClient::Answer &answer) {
                                 if (question == m_question)
                                     take(answer);
                             });
}

void JobSearch::take(const AdminClient::Answer &answer)
{
    m_error = answer.error;
    if (!answer.ok())
        return setState(State::Failed);
    const QList<JobRow> rows = JobRow::listFromCbor(answer.body.value("items"_L1));
    m_cursor = answer.body.value("cursor"_L1).toString();
    m_scanned += integerField(answer.body, "scanned");
    m_total = integerField(answer.body, "total");
    m_found += rows.size();
    emit cameAcross(rows);
    if (m_state != State::Running)
        return; // whoever took them has had enough
    if (m_cursor.isEmpty())
        return setState(State::Done);
    if (m_rests && m_found >= m_restAt)
        return setState(State::Resting);
    emit stateChanged();
    if (m_session)
        step();
}

void JobSearch::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

} // namespace signalbox::ui
