// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window_program.h"

#include "configuration.h"
#include "display.h"
#include "embedded_server.h"
#include "lag_report.h"
#include "local_server.h"
#include "pages.h"
#include "program.h"
#include "runtime/shutdown_signals.h"
#include "shell/main_window.h"
#include "terminal.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QSettings>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

std::unique_ptr<QApplication> makeApplication(int &argc, char *argv[])
{
    const DisplayGuard guard;
    auto application = std::make_unique<QApplication>(argc, argv);
    QApplication::setApplicationName(u"signalbox"_s);
    QApplication::setApplicationDisplayName(u"Signalbox"_s);
    QApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QApplication::setQuitOnLastWindowClosed(false); // but when it says that it has closed
    QApplication::setDesktopFileName(u"io.github.signalbox.Signalbox"_s);
    return application;
}

ui::Endpoint attachedEndpoint(const Configuration &configuration)
{
    ui::Endpoint endpoint;
    endpoint.url = configuration.attach;
    endpoint.token = configuration.server.adminToken;
    endpoint.name = configuration.attach.host();
    return endpoint;
}

// Writes the benchmark's report, if it asks for one, before the window goes away.
void reportLag(const ShutdownSignals &shutdownSignals, QObject *owner)
{
    const QString file = qEnvironmentVariable("SIGNALBOX_LAG_REPORT");
    if (file.isEmpty())
        return;
    auto *report = new LagReport(file, owner);
    QObject::connect(&shutdownSignals, &ShutdownSignals::requested, report, &LagReport::write);
}

// The event loop ends when the window has closed, which is after the server's shutdown; so do signals.
int runUntilClosed(ui::MainWindow &window, ui::ServerControl *control)
{
    int exitCode = Clean;
    if (control) {
        QObject::connect(control, &ui::ServerControl::stopped, &window,
                         [&exitCode](const QStringList &dropped) { exitCode = dropped.isEmpty() ? Clean : Failed; });
    }
    ShutdownSignals shutdownSignals;
    reportLag(shutdownSignals, &window);
    QObject::connect(&shutdownSignals, &ShutdownSignals::requested, &window, &QWidget::close);
    QObject::connect(&window, &ui::MainWindow::closed, qApp, &QApplication::quit);
    window.show();
    QApplication::exec();
    return exitCode;
}

int runOnOwnServer(const Configuration &configuration, ui::Theme &theme, QSettings &settings)
{
    LocalServer local(configuration);
    if (!local.errorString().isEmpty()) {
        printError(local.errorString());
        return Failed;
    }
    local.logToFile();
    EmbeddedServer control(local.settings());
    ui::MainWindow window(theme, settings, &control);
    addPages(window, theme, settings);
    control.start();
    return runUntilClosed(window, &control);
}

int runAttached(const Configuration &configuration, ui::Theme &theme, QSettings &settings)
{
    ui::MainWindow window(theme, settings, nullptr);
    addPages(window, theme, settings);
    window.attach(attachedEndpoint(configuration));
    return runUntilClosed(window, nullptr);
}

} // namespace

int runWindow(int argc, char *argv[], const Configuration &configuration)
{
    const auto application = makeApplication(argc, argv);
    ui::Theme theme;
    QSettings settings(QSettings::IniFormat, QSettings::UserScope, u"signalbox"_s, u"window"_s);
    if (configuration.attach.isEmpty())
        return runOnOwnServer(configuration, theme, settings);
    return runAttached(configuration, theme, settings);
}

} // namespace signalbox::app
