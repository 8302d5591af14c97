// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_source.h"

#include "client/session.h"

#include <QCborArray>
#include <QUrlQuery>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int PageSize = 200;
constexpr int CatchUpSize = 1000; // what the admin API gives at most
constexpr int MaxPerSecond = 200; // more than that nobody can read
constexpr int HiddenMaxPerSecond = 10;
constexpr qsizetype MaxEarly = 5000;
constexpr int StatsUntilSubscribed = 2; // the first may have been on its way already

QList<RequestRecord> recordsOf(const QCborMap &body)
{
    const QCborArray items = body.value("items"_L1).toArray();
    QList<RequestRecord> records;
    records.reserve(items.size());
    for (const QCborValue item : items)
        records.append(RequestRecord::fromCbor(item.toMap()));
    return records;
}

} // namespace

RequestsSource::RequestsSource(QObject *parent)
    : QObject(parent)
{
}

void RequestsSource::setSession(Session *session)
{
    if (m_session) {
        m_session->feed().disconnect(this);
        m_session->range().disconnect(this);
    }
    m_session = session;
    ++m_generation;
    m_newestUs = 0;
    if (!session)
        return setState(State::Idle);
    connect(&session->feed(), &FeedClient::requestsArrived, this, &RequestsSource::takeFeed);
    connect(&session->feed(), &FeedClient::stateChanged, this, &RequestsSource::linkChanged);
    connect(&session->feed(), &FeedClient::statsArrived, this, &RequestsSource::recheck);
    connect(&session->range(), &TimeRange::changed, this, &RequestsSource::reload);
    reload();
}

void RequestsSource::setFilter(const Filter &filter)
{
    m_filter = filter;
    reload();
}

void RequestsSource::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (!m_session)
        return;
    subscribe();
    if (!active)
        m_missedSome = true;
    else
        catchUp();
}

void RequestsSource::reload()
{
    ++m_generation;
    m_early.clear();
    m_next.clear();
    m_loadingOlder = false;
    m_statsUntilRecheck = 0;
    m_missedSome = !m_active; // only slow ones come then
    if (!m_session)
        return;
    subscribe();
    setState(State::Loading);
    ask({}, PageSize, [this](const AdminClient::Answer &answer) { takeFirstPage(answer); });
}

void RequestsSource::loadOlder()
{
    if (!m_session || m_next.isEmpty() || m_loadingOlder || m_state != State::Ready)
        return;
    m_loadingOlder = true;
    ask(m_next, PageSize, [this](const AdminClient::Answer &answer) { takeOlderPage(answer); });
}

const Filter &RequestsSource::filter() const
{
    return m_filter;
}

RequestsSource::State RequestsSource::state() const
{
    return m_state;
}

QString RequestsSource::errorString() const
{
    return m_error;
}

bool RequestsSource::hasOlder() const
{
    return !m_next.isEmpty();
}

void RequestsSource::subscribe()
{
    FeedClient &feed = m_session->feed();
    if (!m_active)
        feed.subscribeRequests(u"slow"_s, HiddenMaxPerSecond);
    else if (m_session->range().followsNow())
        feed.subscribeRequests(m_filter.text(), MaxPerSecond);
    else
        feed.unsubscribe(u"requests"_s);
}

void RequestsSource::ask(const QByteArray &before, int limit, AdminClient::Done done)
{
    m_session->client().get(u"/admin/requests"_s, question(before, limit), this,
                            [this, generation = m_generation, done = std::move(done)](const auto &answer) {
                                if (generation == m_generation)
                                    done(answer);
                            });
}

QUrlQuery RequestsSource::question(const QByteArray &before, int limit) const
{
    QUrlQuery query;
    // QUrlQuery leaves a plus as it is, which servers read as a space.
    const auto encoded = [](const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
    if (!m_filter.isEmpty())
        query.addQueryItem(u"q"_s, encoded(m_filter.text()));
    if (!before.isEmpty())
        query.addQueryItem(u"before"_s, encoded(QString::fromUtf8(before)));
    query.addQueryItem(u"limit"_s, QString::number(limit));
    const TimeRange &range = m_session->range();
    // Live means the newest, however old: an empty table helps nobody whose last request is six minutes old.
    if (range.kind() == TimeRange::Kind::Live)
        return query;
    if (range.fromMs() > 0)
        query.addQueryItem(u"from"_s, QString::number(range.fromMs()));
    if (!range.followsNow())
        query.addQueryItem(u"to"_s, QString::number(range.toMs()));
    return query;
}

void RequestsSource::takeFirstPage(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return setState(State::Failed, answer.error);
    const QList<RequestRecord> records = recordsOf(answer.body);
    m_next = answer.body.value("next"_L1).toString().toUtf8();
    for (const RequestRecord &record : records)
        m_newestUs = std::max(m_newestUs, record.endUs());
    emit restarted(records);
    setState(State::Ready);
    if (!m_early.isEmpty())
        emit arrived(std::exchange(m_early, {}), 0);
    catchUp(); // the page may have been shown while the answer was on its way
}

void RequestsSource::takeOlderPage(const AdminClient::Answer &answer)
{
    m_loadingOlder = false;
    if (!answer.ok())
        return; // the next scroll asks again
    m_next = answer.body.value("next"_L1).toString().toUtf8();
    emit olderCame(recordsOf(answer.body));
}

void RequestsSource::takeMissed(const AdminClient::Answer &answer)
{
    if (!answer.ok())
        return;
    QList<RequestRecord> records = recordsOf(answer.body);
    const bool more = !answer.body.value("next"_L1).toString().isEmpty();
    if (more && m_missedAfterUs == 0)
        return reload(); // nothing is shown that it would have to join on to
    if (more && !records.isEmpty() && records.last().endUs() > m_missedAfterUs)
        emit gapLeft(m_missedAfterUs / 1000, records.last().endUs() / 1000);
    std::reverse(records.begin(), records.end());
    emit arrived(records, 0);
}

void RequestsSource::takeFeed(const QList<RequestRecord> &records, qint64 skipped)
{
    if (!m_active) {
        const auto slow = std::count_if(records.begin(), records.end(), [](const auto &record) { return record.slow; });
        emit slowArrived(int(slow));
        return;
    }
    // Batches of the subscription before this one may still be on their way.
    QList<RequestRecord> matching;
    std::copy_if(records.begin(), records.end(), std::back_inserter(matching),
                 [this](const RequestRecord &record) { return m_filter.matches(record.view()); });
    for (const RequestRecord &record : matching)
        m_newestUs = std::max(m_newestUs, record.endUs());
    if (m_state == State::Loading) {
        m_early = (m_early + matching).last(std::min(MaxEarly, m_early.size() + matching.size()));
        return;
    }
    emit arrived(matching, skipped);
}

void RequestsSource::linkChanged(LinkState state)
{
    if (state == LinkState::Lost || state == LinkState::Renewing)
        m_missedSome = true;
    else if (state == LinkState::Connected)
        catchUp();
}

void RequestsSource::catchUp()
{
    if (m_state == State::Failed)
        return reload();
    if (!m_missedSome || m_state != State::Ready || !m_active || !m_session->range().followsNow())
        return;
    m_missedSome = false;
    m_missedAfterUs = m_newestUs; // what comes by the feed meanwhile is newer than what was missed
    m_statsUntilRecheck = StatsUntilSubscribed;
    ask({}, CatchUpSize, [this](const AdminClient::Answer &answer) { takeMissed(answer); });
}

// What ended after that answer and before the subscription was in force would be in neither.
void RequestsSource::recheck()
{
    if (m_statsUntilRecheck == 0 || --m_statsUntilRecheck > 0 || m_state != State::Ready || !m_active)
        return;
    ask({}, CatchUpSize, [this](const AdminClient::Answer &answer) {
        QList<RequestRecord> records = recordsOf(answer.body);
        std::reverse(records.begin(), records.end());
        emit arrived(records, 0);
    });
}

void RequestsSource::setState(State state, const QString &error)
{
    m_state = state;
    m_error = error;
    emit stateChanged();
}

} // namespace signalbox::ui
