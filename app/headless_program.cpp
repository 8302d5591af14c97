// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "headless_program.h"

#include "configuration.h"
#include "local_server.h"
#include "program.h"
#include "runtime/shutdown_signals.h"
#include "terminal.h"

#include <QCoreApplication>

namespace signalbox::app {

int runHeadless(int argc, char *argv[], const Configuration &configuration)
{
    QCoreApplication application(argc, argv);
    const LocalServer local(configuration);
    if (!local.errorString().isEmpty()) {
        printError(local.errorString());
        return Failed;
    }
    Server server(local.settings());
    ShutdownSignals shutdownSignals;
    QObject::connect(&shutdownSignals, &ShutdownSignals::requested, &server, &Server::stop);
    QObject::connect(&server, &Server::stopped, &application,
                     [](const QStringList &dropped) { QCoreApplication::exit(dropped.isEmpty() ? Clean : Failed); });
    QObject::connect(&server, &Server::failed, &application, [](const QString &error) {
        printError(error);
        QCoreApplication::exit(Failed);
    });
    server.start();
    return application.exec();
}

} // namespace signalbox::app
