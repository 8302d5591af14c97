// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/admin_poller.h"
#include "widgets/charts/time_series.h"

#include <QElapsedTimer>

namespace signalbox::ui {

class TimeRange;

// A series of the range that the window shows: loaded once, then carried on by the feed's point of each second.
// Loaded anew when the range changes, after a pause, and when the feed comes back, so that what the server kept
// meanwhile fills the gap and only what nobody saw stays one. What came before a restart of the server stays: it has
// forgotten it, the window has not. Main thread; bounded by the range. What the points are is SeriesStoreOf's.
class RangeStore : public QObject {
    Q_OBJECT
public:
    void setSession(Session *session); // null: stands still

    bool isLoaded() const { return m_loaded; } // an answer came since the session was set
    TimeSpan span() const; // to show: it goes on while points fail to come
    qint64 heldCount() const { return m_heldCount; } // of what the points count: came while paused
    qint64 heldSeconds() const { return m_heldSeconds; }
    const AdminPoller &loader() const { return m_loader; }
    void reload();

signals:
    void changed();
    void heldBackChanged();
    void stateChanged(); // of the loader

protected:
    // `path` of the admin API gives the series, `topic` of the feed its newest points.
    RangeStore(const QString &path, QString topic, QObject *parent);

private:
    virtual void clear() = 0;
    virtual void replace(const QCborMap &answer, const TimeSpan &kept) = 0; // all but what is known of before it
    virtual void appendAll(const QCborMap &answer) = 0; // if it has the same steps
    virtual void append(const QCborMap &point) = 0;
    virtual qint64 countOf(const QCborMap &point) const = 0;
    virtual void dropBefore(qint64 atMs) = 0;
    virtual bool isEmpty() const = 0;
    virtual qint64 stepMs() const = 0;
    virtual qint64 beginMs() const = 0;
    virtual qint64 endMs() const = 0;

    void followFeed(Session &session);
    void changeRange();
    void setPaused(bool paused);
    void take(const QCborMap &answer);
    void takeTail(const QCborMap &answer);
    void takePoint(const QCborMap &point);
    void hold(const QCborMap &point);
    void askForTail();
    void forgetOld();
    void tick();

    QPointer<Session> m_session;
    QPointer<TimeRange> m_range;
    QString m_topic;
    AdminPoller m_loader;
    AdminPoller m_tail; // the last steps, when these are longer than the feed's
    TimeSpan m_asked; // what the last answer was about
    QList<QCborMap> m_meanwhile; // points that came while the loader asks: its answer may be older
    QTimer m_clock;
    QElapsedTimer m_sincePoint;
    qint64 m_heldCount = 0;
    qint64 m_heldSeconds = 0;
    bool m_loaded = false;
};

} // namespace signalbox::ui
