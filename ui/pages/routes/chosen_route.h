// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "pages/metrics/connection_gaps.h"
#include "pages/routes/route_detail_data.h"

#include <optional>

namespace signalbox::ui {

class RouteDetail;

// The route that is shown in detail: asks the server for it again and again, and keeps what a server that began anew
// has forgotten of its past. Main thread; the view must outlive it.
class ChosenRoute : public QObject {
    Q_OBJECT
public:
    explicit ChosenRoute(RouteDetail &view, QObject *parent = nullptr);

    void setSession(Session *session);
    void setRunning(bool running); // asks again and again while there is one
    void choose(const RouteRow &known); // by method and route; the rest is shown until more is known
    void clear();
    void ask(); // the time range is another

    bool isAny() const;
    bool is(const RouteRow &row) const;
    const RouteRow &row() const; // as it was chosen; only when there is one

private:
    void take(const QCborMap &answer);

    RouteDetail &m_view;
    QPointer<Session> m_session;
    AdminPoller m_poller;
    ConnectionGaps m_gaps;
    std::optional<RouteRow> m_row;
    SeriesData m_series; // of it
    bool m_running = false;
};

} // namespace signalbox::ui
