// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "telemetry/telemetry.h"

#include <QJsonObject>

#include <optional>

namespace signalbox::admin {

// What a PATCH of /admin/settings asks for. A value.
struct SettingsChange {
    telemetry::LiveSettings telemetry;
    std::optional<bool> demo;

    // Throws AppError 400 that names every field which is unknown or has an impossible value.
    static SettingsChange fromJson(const QJsonObject &body);
};

} // namespace signalbox::admin
