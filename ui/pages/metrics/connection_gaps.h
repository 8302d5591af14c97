// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/charts/series_data.h"

#include <QObject>
#include <QPointer>

namespace signalbox::ui {

class Session;

// When the window was not connected to the server, by the server's clock: from the last point of the feed before the
// loss to the first one after it. Main thread; keeps the last MaxGaps.
class ConnectionGaps : public QObject {
    Q_OBJECT
public:
    static constexpr qsizetype MaxGaps = 100;

    using QObject::QObject;

    void setSession(Session *session); // forgets the gaps of another server
    QList<TimeSpan> spans(qint64 nowMs) const; // one that goes on ends at `nowMs`

private:
    void takePoint(qint64 atMs);

    QPointer<Session> m_session;
    QList<TimeSpan> m_gaps;
    qint64 m_lastMs = 0; // end of the last point; 0: none came
    bool m_lost = false;
};

} // namespace signalbox::ui
