// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration_error.h"
#include "configuration_file.h"
#include "runtime/server.h"

#include <QHash>
#include <QString>
#include <QUrl>

#include <optional>
#include <variant>

namespace signalbox::app {

struct CommandLine;

using Environment = QHash<QString, QString>;

// All that can be configured, with its defaults. A value.
struct Configuration {
    bool headless = false;
    QUrl attach; // empty: the window watches the server of this process
    QString tlsCertificate; // file names, PEM
    QString tlsKey;

    QString jwtSecret;
    QStringList earlierJwtSecrets;

    Server::Settings server;
};

// Command line over environment over file over default. A pure function: whatever it needs is handed in.
std::variant<Configuration, ConfigurationError>
configure(const CommandLine &commandLine, const Environment &environment, const std::optional<ConfigurationFile> &file);

// $XDG_DATA_HOME/signalbox, or what stands for it.
QString defaultDataDirectory(const Environment &environment);
// $XDG_CONFIG_HOME/signalbox/signalbox.toml, or what stands for it: read when it exists.
QString defaultConfigurationFile(const Environment &environment);

} // namespace signalbox::app
