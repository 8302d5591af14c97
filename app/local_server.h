// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration.h"
#include "runtime/data_directory.h"

#include <memory>
#include <optional>

namespace signalbox::app {

// What a server of this process stands on: its data folder, held as long as this lives, and its settings with the
// run token and the certificate read. Main thread.
class LocalServer {
public:
    explicit LocalServer(const Configuration &configuration);

    // Empty when all is well; else the line that says what to do.
    const QString &errorString() const { return m_error; }
    const Server::Settings &settings() const { return m_settings; }

    // With a window, log lines go into a file: nobody may be reading standard error.
    void logToFile();

private:
    bool openDataDirectory();
    bool loadToken();
    bool loadCertificate(const Configuration &configuration);

    Server::Settings m_settings;
    DataDirectory m_directory;
    QString m_error;
};

} // namespace signalbox::app
