// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration_error.h"
#include "value.h"

#include <QList>
#include <QString>

#include <variant>

namespace signalbox::app {

// A configuration file as it was read from the disk.
struct ConfigurationFile {
    QString name; // as messages show it
    QByteArray text; // TOML
};

// One `key = value` of a file; the key with its table: "limits.head-size".
struct ConfigurationEntry {
    QString key;
    int line = 0;
    Value value;
};

// Takes a file apart. What is no TOML is an error that names the line.
std::variant<QList<ConfigurationEntry>, ConfigurationError> parseConfigurationFile(const ConfigurationFile &file);

// Reads `name`; an error says why it can't.
std::variant<ConfigurationFile, ConfigurationError> readConfigurationFile(const QString &name);

} // namespace signalbox::app
