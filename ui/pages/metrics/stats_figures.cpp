// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/metrics/stats_figures.h"

#include "client/cbor_fields.h"

namespace signalbox::ui {

StatsFigures StatsFigures::fromCbor(const QCborMap &answer)
{
    StatsFigures figures;
    figures.atMs = momentField(answer, "at");
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
