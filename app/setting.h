// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "value.h"

#include <QString>

#include <functional>
#include <vector>

namespace signalbox::app {

struct Configuration;

// One thing that can be configured: its key in the file, and from that its flag and its variable.
struct Setting {
    QString key; // "limits.head-size"
    QString help;
    QString valueName; // in --help: "PORT"; empty for a switch
    QString fallback; // the default, for --help and the documentation
    QString allowed; // "an integer from 0 to 65535"
    // Puts the value where it belongs; false when it is not allowed.
    std::function<bool(const Value &, Configuration &)> apply;
    bool hasFlag = false;
    bool secret = false; // no flag, since all on the machine can read command lines, and never shown

    QString flag() const; // "--slow-ms"
    QString variable() const; // "PORT", "SIGNALBOX_SLOW_MS"
    bool isSwitch() const { return valueName.isEmpty(); }
};

// Every setting, in the order of --help.
const std::vector<Setting> &allSettings();
const Setting *findSetting(const QString &key);

} // namespace signalbox::app
