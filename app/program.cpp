// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "program.h"

#include "command_line.h"
#include "configuration.h"
#include "display.h"
#include "gate/descriptor_limit.h"
#include "headless_program.h"
#include "terminal.h"
#ifdef SIGNALBOX_HAS_UI
#include "window_program.h"
#endif

#include <QFileInfo>
#include <QProcessEnvironment>

namespace signalbox::app {

namespace {

QStringList readArguments(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

Environment readEnvironment()
{
    const auto system = QProcessEnvironment::systemEnvironment();
    Environment environment;
    for (const QString &name : system.keys())
        environment.insert(name, system.value(name));
    return environment;
}

// The file that was asked for, or else the one at the usual place if there is one.
std::variant<std::optional<ConfigurationFile>, ConfigurationError> readFile(const CommandLine &commandLine,
                                                                            const Environment &environment)
{
    QString name = commandLine.configurationFile;
    if (name.isEmpty()) {
        name = defaultConfigurationFile(environment);
        if (!QFileInfo::exists(name))
            return std::nullopt;
    }
    auto file = readConfigurationFile(name);
    if (auto *error = std::get_if<ConfigurationError>(&file))
        return std::move(*error);
    return std::get<ConfigurationFile>(std::move(file));
}

std::variant<Configuration, ConfigurationError> configureFromSystem(const CommandLine &commandLine)
{
    const Environment environment = readEnvironment();
    const auto file = readFile(commandLine, environment);
    if (const auto *error = std::get_if<ConfigurationError>(&file))
        return *error;
    return configure(commandLine, environment, std::get<std::optional<ConfigurationFile>>(file));
}

int refuse(const ConfigurationError &error)
{
    printError(error.message);
    return WrongUsage;
}

int runAs(const Configuration &configuration, int argc, char *argv[])
{
    if (configuration.headless)
        return runHeadless(argc, argv, configuration);
#ifdef SIGNALBOX_HAS_UI
    if (!hasDisplay(readEnvironment())) {
        printError(QString::fromLatin1(NoDisplay));
        return Failed;
    }
    return runWindow(argc, argv, configuration);
#else
    if (!configuration.attach.isEmpty()) {
        printError(QStringLiteral("this build has no window, and so can't attach to a server"));
        return Failed;
    }
    return runHeadless(argc, argv, configuration);
#endif
}

} // namespace

int run(int argc, char *argv[])
{
    const auto parsed = parseCommandLine(readArguments(argc, argv));
    if (const auto *error = std::get_if<ConfigurationError>(&parsed))
        return refuse(*error);
    const auto &commandLine = std::get<CommandLine>(parsed);
    if (commandLine.help || commandLine.version) {
        print(commandLine.help ? helpText() : versionText());
        return Clean;
    }
    const auto configured = configureFromSystem(commandLine);
    if (const auto *error = std::get_if<ConfigurationError>(&configured))
        return refuse(*error);
    gate::raiseDescriptorLimit();
    return runAs(std::get<Configuration>(configured), argc, argv);
}

} // namespace signalbox::app
