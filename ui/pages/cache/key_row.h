// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QCborMap>
#include <QList>
#include <QString>

namespace signalbox::ui {

// A key of Redis, as the admin API lists it. A value.
struct KeyRow {
    QString id; // in the admin API's paths
    QString key; // for people
    QString type; // string, hash, …
    qint64 expiresAtMs = 0; // by our clock, since the epoch; 0: never
    qint64 size = -1; // bytes; -1: not known

    bool operator==(const KeyRow &) const = default;
    QString ttlText(qint64 nowMs) const; // "42 s", "expired", "no expiry"
    QString sizeText() const;
    Theme::Role typeColour() const;

    static KeyRow fromCbor(const QCborMap &map, qint64 nowMs);
    static QList<KeyRow> listFromCbor(const QCborMap &answer, qint64 nowMs);
};

} // namespace signalbox::ui
