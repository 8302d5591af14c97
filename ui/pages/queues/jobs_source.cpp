// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_source.h"

#include "client/cbor_fields.h"
#include "client/session.h"
#include "pages/queues/queue_paths.h"

#include <QUrlQuery>

#include <algorithm>
#include <utility>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int RefreshMs = 500; // at most so often

} // namespace

JobsSource::JobsSource(JobsModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, this, &JobsSource::reload);
}

void JobsSource::setSession(Session *session)
{
    m_session = session;
    ++m_question;
    m_underWay = false;
}

void JobsSource::show(const QString &queueId, JobState state, bool newestFirst)
{
    stop();
    m_queueId = queueId;
    m_jobState = state;
    m_newestFirst = newestFirst;
    m_firstRow = 0;
    m_lastRow = 0;
    m_restarting = true;
    setState(State::Loading);
    ask(0);
}

void JobsSource::stop()
{
    ++m_question;
    m_underWay = false;
    m_restarting = false;
    m_wanted.clear();
    m_refresh.stop();
    setState(State::Idle);
}

void JobsSource::look(int firstRow, int lastRow)
{
    m_firstRow = std::max(0, firstRow);
    m_lastRow = std::max(m_firstRow, lastRow);
    askNext();
}

void JobsSource::want(const QList<int> &pages)
{
    if (m_state == State::Idle)
        return;
    m_wanted = pages;
    for (const int page : pages)
        m_model.touch(page);
    askNext();
}

bool JobsSource::beginAgain()
{
    if (m_state != State::Failed || m_model.rowCount() > 0)
        return false;
    show(m_queueId, m_jobState, m_newestFirst);
    return true;
}

void JobsSource::askAgain()
{
    if (!beginAgain())
        askNext();
}

void JobsSource::reload()
{
    m_refresh.stop();
    if (m_queueId.isEmpty() || m_state == State::Idle || beginAgain())
        return;
    m_model.expire(m_firstRow / JobsModel::PageSize, m_lastRow / JobsModel::PageSize);
    if (m_model.rowCount() > 0)
        askNext();
    else if (!m_underWay) // a busy queue would have the first answer never come in
        ask(0); // there may be some by now
}

void JobsSource::refresh()
{
    if (m_state == State::Idle || m_refresh.isActive())
        return;
    const qint64 since = m_sinceAnswer.isValid() ? m_sinceAnswer.elapsed() : RefreshMs;
    m_refresh.start(int(std::max<qint64>(0, RefreshMs - since)));
}

bool JobsSource::hold()
{
    const bool wasToCome = m_refresh.isActive();
    m_refresh.stop();
    const bool isLoaded = m_model.at(m_asked * JobsModel::PageSize) && !m_model.isShort(m_asked);
    const bool renews = m_model.rowCount() == 0 || isLoaded;
    if (!m_underWay || m_restarting || !renews)
        return m_model.keep() || wasToCome;
    ++m_question;
    m_underWay = false;
    m_model.keep();
    askNext(); // what isn't here at all
    return true;
}

// The one in the middle of the screen first: whoever has jumped somewhere looks there.
int JobsSource::nextPage() const
{
    const int last = std::min(m_lastRow, m_model.rowCount() - 1);
    if (m_model.isFound() || last < 0)
        return -1;
    const int middle = (m_firstRow + last) / 2 / JobsModel::PageSize;
    if (!m_model.isFresh(middle) && middle * JobsModel::PageSize <= last)
        return middle;
    for (int page = m_firstRow / JobsModel::PageSize; page <= last / JobsModel::PageSize; ++page)
        if (!m_model.isFresh(page))
            return page;
    return nextWanted();
}

int JobsSource::nextWanted() const
{
    const auto next = std::ranges::find_if(m_wanted, [this](int page) {
        return page * JobsModel::PageSize < m_model.rowCount() && !m_model.isFresh(page);
    });
    return next == m_wanted.end() ? -1 : *next;
}

void JobsSource::askNext()
{
    if (m_underWay || m_state == State::Idle || m_restarting)
        return;
    if (const int page = nextPage(); page >= 0)
        ask(page);
}

void JobsSource::ask(int page)
{
    if (!m_session)
        return;
    QUrlQuery query;
    query.addQueryItem(u"state"_s, jobStateKey(m_jobState));
    query.addQueryItem(u"from"_s, QString::number(page * JobsModel::PageSize));
    query.addQueryItem(u"limit"_s, QString::number(JobsModel::PageSize));
    query.addQueryItem(u"order"_s, m_newestFirst ? u"newest"_s : u"oldest"_s);
    m_underWay = true;
    m_asked = page;
    m_session->client().get(queuePath(m_queueId, u"jobs"_s), query, this,
                            [this, page, question = ++m_question](const AdminClient::Answer &answer) {
                                if (question == m_question)
                                    take(page, answer);
                            });
}

void JobsSource::take(int page, const AdminClient::Answer &answer)
{
    m_underWay = false;
    m_sinceAnswer.start();
    m_error = answer.error;
    if (!answer.ok())
        return setState(State::Failed);
    m_total = integerField(answer.body, "total");
    const bool first = std::exchange(m_restarting, false);
    if (first)
        m_model.restart(m_total, m_jobState);
    else
        m_model.setTotal(m_total);
    for (const int wanted : std::as_const(m_wanted))
        m_model.touch(wanted); // the new one lets another go
    m_model.setPage(page, JobRow::listFromCbor(answer.body.value("items"_L1)));
    setState(State::Ready);
    if (first)
        emit restarted();
    askNext();
}

void JobsSource::setState(State state)
{
    m_state = state;
    emit stateChanged();
}

} // namespace signalbox::ui
