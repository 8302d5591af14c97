// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "widgets/charts/series_data.h"

#include <QElapsedTimer>

namespace signalbox::ui {

class TimeRange;

// The series of the range that the window shows: loaded once, then carried on by the feed's point of each second.
// Loaded anew when the range changes, after a pause, and when the feed comes back, so that what the server kept
// meanwhile fills the gap and only what nobody saw stays one. What came before a restart of the server stays: it has
// forgotten it, the window has not. Main thread; bounded by the range.
class SeriesStore : public QObject {
    Q_OBJECT
public:
    explicit SeriesStore(QObject *parent = nullptr);

    void setSession(Session *session); // null: stands still

    const SeriesData &data() const { return m_data; }
    bool isLoaded() const { return m_loaded; } // an answer came since the session was set
    TimeSpan span() const; // to show: it goes on while points fail to come
    qint64 heldRequests() const { return m_heldRequests; } // came while paused
    qint64 heldSeconds() const { return m_heldSeconds; }
    const AdminPoller &loader() const { return m_loader; }
    void reload();

signals:
    void changed();
    void heldBackChanged();
    void stateChanged(); // of the loader

private:
    void followFeed(Session &session);
    void changeRange();
    void setPaused(bool paused);
    void take(const QCborMap &answer);
    void takeTail(const QCborMap &answer);
    void takePoint(const SeriesPoint &point);
    void askForTail();
    void forgetOld();
    void tick();

    QPointer<Session> m_session;
    QPointer<TimeRange> m_range;
    AdminPoller m_loader;
    AdminPoller m_tail; // the last steps, when these are longer than the feed's
    SeriesData m_data;
    TimeSpan m_asked; // what the last answer was about
    QTimer m_clock;
    QElapsedTimer m_sincePoint;
    qint64 m_heldRequests = 0;
    qint64 m_heldSeconds = 0;
    bool m_loaded = false;
};

} // namespace signalbox::ui
