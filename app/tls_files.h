// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration_error.h"

#include <QSslConfiguration>
#include <QString>

#include <variant>

namespace signalbox::app {

// Reads a certificate with its chain and its private key (PEM) for a server. The error names the file that is wrong,
// also when the key is not the certificate's.
std::variant<QSslConfiguration, ConfigurationError> readTlsFiles(const QString &certificate, const QString &key);

} // namespace signalbox::app
