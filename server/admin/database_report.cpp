// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "admin/database_report.h"

#include "admin/histogram_report.h"
#include "store/database_pool.h"

#include <QCborArray>

namespace signalbox::admin {

using namespace Qt::Literals::StringLiterals;

namespace {

QCborMap laneReport(const store::LaneFigures &lane)
{
    return {{u"name"_s, lane.name},
            {u"connections"_s, lane.connections},
            {u"connected"_s, lane.connected},
            {u"running"_s, lane.running},
            {u"waiting"_s, lane.waiting},
            {u"capacity"_s, lane.capacity},
            {u"done"_s, qint64(lane.done)},
            {u"failed"_s, qint64(lane.failed)},
            {u"timedOut"_s, qint64(lane.timedOut)},
            {u"refused"_s, qint64(lane.refused)},
            {u"acquireMs"_s, histogramReport(lane.acquire)},
            {u"runMs"_s, histogramReport(lane.run)}};
}

} // namespace

QCborMap databaseReport(const store::DatabasePool &database)
{
    const store::DatabaseFigures figures = database.figures();
    QCborArray lanes;
    for (const store::LaneFigures &lane : figures.lanes)
        lanes.append(laneReport(lane));
    QCborMap report{{u"kind"_s, database.dialect() == store::Dialect::Sqlite ? u"sqlite"_s : u"postgresql"_s},
                    {u"url"_s, database.url().forLogs()},
                    {u"state"_s, figures.state.isUp ? u"up"_s : u"down"_s},
                    {u"since"_s, figures.state.since.toString(Qt::ISODateWithMs)},
                    {u"lanes"_s, lanes}};
    if (!figures.state.isUp)
        report.insert(u"error"_s, figures.state.why);
    return report;
}

} // namespace signalbox::admin
