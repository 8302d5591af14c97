// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "local_server.h"

#include "runtime/run_token.h"
#include "tls_files.h"

#include <QSysInfo>

namespace signalbox::app {

using namespace Qt::Literals::StringLiterals;

LocalServer::LocalServer(const Configuration &configuration)
    : m_settings(configuration.server)
    , m_directory(configuration.server.dataDirectory)
{
    if (m_settings.telemetry.nodeName.isEmpty())
        m_settings.telemetry.nodeName = QSysInfo::machineHostName();
    if (loadCertificate(configuration) && openDataDirectory())
        loadToken();
}

bool LocalServer::loadCertificate(const Configuration &configuration)
{
    if (configuration.tlsCertificate.isEmpty())
        return true;
    auto read = readTlsFiles(configuration.tlsCertificate, configuration.tlsKey);
    if (const auto *error = std::get_if<ConfigurationError>(&read)) {
        m_error = error->message;
        return false;
    }
    m_settings.tls = std::get<QSslConfiguration>(std::move(read));
    return true;
}

bool LocalServer::openDataDirectory()
{
    if (m_directory.open())
        return true;
    m_error = m_directory.errorString();
    return false;
}

bool LocalServer::loadToken()
{
    const RunToken token = RunToken::load(m_settings.dataDirectory, m_settings.adminToken);
    m_error = token.errorString();
    m_settings.adminToken = token.value();
    return token.isValid();
}

void LocalServer::logToFile()
{
    if (m_settings.telemetry.logFile.isEmpty())
        m_settings.telemetry.logFile = m_settings.dataDirectory + "/signalbox.log"_L1;
}

} // namespace signalbox::app
