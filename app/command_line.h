// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration_error.h"
#include "value.h"

#include <QHash>
#include <QString>
#include <QStringList>

#include <variant>

namespace signalbox::app {

// The command line taken apart. A value.
struct CommandLine {
    QHash<QString, Value> values; // by the setting's key
    QString configurationFile; // --config
    bool help = false;
    bool version = false;
};

// `arguments` without the program's name. Takes `--flag value` and `--flag=value`.
std::variant<CommandLine, ConfigurationError> parseCommandLine(const QStringList &arguments);

QString helpText();
QString versionText(); // "signalbox 0.1.0 (Qt 6.4.2)"

} // namespace signalbox::app
