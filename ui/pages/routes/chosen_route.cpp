// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/chosen_route.h"

#include "client/session.h"
#include "pages/metrics/range_query.h"
#include "pages/routes/route_detail.h"

namespace signalbox::ui {

namespace {
constexpr std::chrono::milliseconds Interval{2000};
}

ChosenRoute::ChosenRoute(RouteDetail &view, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_poller(QStringLiteral("/admin/routes/detail"))
{
    m_poller.setInterval(Interval);
    connect(&m_poller, &AdminPoller::answered, this, &ChosenRoute::take);
    connect(&m_poller, &AdminPoller::stateChanged, this, [this] { m_view.setError(m_poller.error()); });
    connect(&view.timeline(), &ChartTimeline::picked, this, [this](qint64 fromMs, qint64 toMs) {
        if (m_session)
            m_session->range().setCustom(fromMs, toMs);
    });
    connect(&view.timeline(), &ChartTimeline::liveWanted, this, [this] {
        if (m_session)
            m_session->range().setKind(TimeRange::Kind::Live);
    });
}

void ChosenRoute::setSession(Session *session)
{
    if (session && session != m_session)
        m_series = {};
    m_session = session;
    m_gaps.setSession(session);
    m_poller.setSession(session);
}

void ChosenRoute::setRunning(bool running)
{
    m_running = running;
    m_poller.setRunning(running && m_row);
}

void ChosenRoute::choose(const RouteRow &known)
{
    if (!is(known))
        m_series = {};
    m_row = known;
    m_view.setRoute(known);
    m_view.setError({});
    ask();
    setRunning(m_running);
}

void ChosenRoute::clear()
{
    m_row.reset();
    setRunning(m_running);
}

void ChosenRoute::ask()
{
    if (!m_row || !m_session)
        return;
    QUrlQuery query = rangeQuery(m_session->range());
    query.addQueryItem(QStringLiteral("method"), QString::fromLatin1(QUrl::toPercentEncoding(m_row->method)));
    query.addQueryItem(QStringLiteral("route"), QString::fromLatin1(QUrl::toPercentEncoding(m_row->route)));
    m_poller.setQuery(query);
    if (m_session->range().isPaused())
        m_poller.refresh(); // what one asks for is shown, also while nothing moves by itself
}

bool ChosenRoute::isAny() const
{
    return m_row.has_value();
}

bool ChosenRoute::is(const RouteRow &row) const
{
    return m_row && m_row->method == row.method && m_row->route == row.route;
}

const RouteRow &ChosenRoute::row() const
{
    return *m_row;
}

void ChosenRoute::take(const QCborMap &answer)
{
    if (!m_session)
        return;
    RouteDetailData detail = RouteDetailData::fromCbor(answer);
    detail.series.keepEarlier(m_series, rangeSpan(m_session->range(), detail.span.toMs));
    m_series = detail.series;
    if (!m_series.isEmpty())
        detail.span.fromMs = std::min(detail.span.fromMs, m_series.points().constFirst().atMs);
    m_view.timeline().setDisconnected(m_gaps.spans(detail.span.toMs));
    m_view.setData(detail);
}

} // namespace signalbox::ui
