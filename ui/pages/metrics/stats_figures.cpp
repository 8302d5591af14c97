// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/stats_figures.h"

#include "pages/metrics/cbor_fields.h"

#include <QDateTime>

namespace signalbox::ui {

namespace {

qint64 timeOf(const QCborValue &value)
{
    if (value.isString())
        return QDateTime::fromString(value.toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    return value.isDouble() ? qint64(value.toDouble()) : value.toInteger();
}

} // namespace

StatsFigures StatsFigures::fromCbor(const QCborMap &answer)
{
    StatsFigures figures;
    figures.atMs = timeOf(answer.value(QLatin1String("at")));
    figures.requests = integerField(answer, "requests");
    figures.perSecond = numberField(answer, "rps");
    figures.active = integerField(answer, "active");
    figures.activeMax = integerField(answer, "activeMax");
    figures.errors = integerField(answer, "errors");
    figures.slow = integerField(answer, "slow");
    figures.connections = integerField(answer, "connections");
    figures.latency = Percentiles::fromCbor(answer.value(QLatin1String("latencyMs")).toMap());
    figures.loopDelayMs = numberField(answer, "loopDelayMs");
    return figures;
}

} // namespace signalbox::ui
