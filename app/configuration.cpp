// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "configuration.h"

#include "command_line.h"
#include "setting.h"
#include "suggestion.h"
#include "worker_setting.h"

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

using Problem = std::optional<ConfigurationError>;

// The keys that stand beside `key`: "limits.x" is told what there is in [limits].
QStringList keysBeside(const QString &key)
{
    const QString section = key.section(u'.', 0, -2);
    QStringList keys;
    for (const Setting &setting : allSettings())
        if (setting.key.section(u'.', 0, -2) == section)
            keys.append(setting.key);
    return keys;
}

QStringList allKeys()
{
    QStringList keys;
    for (const Setting &setting : allSettings())
        keys.append(setting.key);
    return keys;
}

QString unknownKey(const QString &key)
{
    if (isWorkerKey(key))
        return unknownWorkerKey(key);
    const QString meant = suggest(key, allKeys());
    if (!meant.isEmpty())
        return u"unknown key %1; did you mean %2?"_s.arg(key, meant);
    const QStringList beside = keysBeside(key);
    if (beside.isEmpty())
        return u"unknown key %1; the sections are [limits], [rate-limit], [database], [redis], [cache], [jobs], "
               u"[auth], "
               "[mail], [telemetry], [log] and [workers.QUEUE]"_s.arg(key);
    return u"unknown key %1; allowed are %2"_s.arg(key, beside.join(", "_L1));
}

QString mustBe(const QString &name, const Setting &setting, const Value &value)
{
    const QString must = u"%1 must be %2"_s.arg(name, setting.allowed);
    return setting.secret ? must : must + u", not "_s + value.written;
}

std::optional<Setting> settingOfFile(const QString &key)
{
    if (isWorkerKey(key))
        return findWorkerSetting(key);
    const Setting *setting = findSetting(key);
    return setting ? std::optional(*setting) : std::nullopt;
}

Problem applyFile(const ConfigurationFile &file, Configuration &configuration)
{
    const auto parsed = parseConfigurationFile(file);
    if (const auto *error = std::get_if<ConfigurationError>(&parsed))
        return *error;
    for (const ConfigurationEntry &entry : std::get<QList<ConfigurationEntry>>(parsed)) {
        const QString place = u"%1:%2: "_s.arg(file.name).arg(entry.line);
        const std::optional<Setting> setting = settingOfFile(entry.key);
        if (!setting)
            return ConfigurationError{place + unknownKey(entry.key)};
        if (!setting->apply(entry.value, configuration))
            return ConfigurationError{place + mustBe(entry.key, *setting, entry.value)};
    }
    return {};
}

// Variables that are unknown or empty are passed over: others set them too (a container's links, for one).
Problem applyEnvironment(const Environment &environment, Configuration &configuration)
{
    for (const Setting &setting : allSettings()) {
        const QString text = environment.value(setting.variable());
        if (text.isEmpty())
            continue;
        const Value value = Value::fromText(text);
        if (!setting.apply(value, configuration))
            return ConfigurationError{mustBe(setting.variable(), setting, value)};
    }
    return {};
}

Problem applyCommandLine(const CommandLine &commandLine, Configuration &configuration)
{
    for (const Setting &setting : allSettings()) {
        const auto found = commandLine.values.constFind(setting.key);
        if (found != commandLine.values.cend() && !setting.apply(*found, configuration))
            return ConfigurationError{mustBe(setting.flag(), setting, *found)};
    }
    return {};
}

// What no setting can see alone.
Problem checkTogether(const Configuration &configuration)
{
    if (configuration.tlsCertificate.isEmpty() != configuration.tlsKey.isEmpty())
        return ConfigurationError{u"tls-cert and tls-key go together: give both, or neither"_s};
    if (configuration.headless && !configuration.attach.isEmpty())
        return ConfigurationError{u"headless and attach exclude each other: attach opens a window on another server"_s};
    const AccountSettings &accounts = configuration.server.accounts;
    if (accounts.adminEmail.isEmpty() != accounts.adminPassword.isEmpty())
        return ConfigurationError{u"admin-email and admin-password go together: give both, or neither"_s};
    if (configuration.jwtSecret.isEmpty() && !configuration.earlierJwtSecrets.isEmpty())
        return ConfigurationError{u"auth.jwt-secrets are earlier ones: give jwt-secret, which signs, too"_s};
    const gate::Limits &limits = configuration.server.limits;
    if (limits.targetBytes > limits.headBytes)
        return ConfigurationError{u"limits.target-size must not be over limits.head-size, of which it is a part"_s};
    return {};
}

void gatherSecrets(Configuration &configuration)
{
    QByteArrayList &secrets = configuration.server.accounts.jwtSecrets;
    if (!configuration.jwtSecret.isEmpty())
        secrets.append(configuration.jwtSecret.toUtf8());
    for (const QString &earlier : std::as_const(configuration.earlierJwtSecrets))
        secrets.append(earlier.toUtf8());
}

QString homeFolder(const Environment &environment, const QString &variable, const QString &below)
{
    QString base = environment.value(variable);
    // The XDG specification: a path that is not absolute is to be ignored.
    if (base.startsWith(u'/'))
        return base;
    return environment.value(u"HOME"_s, u"/"_s) + below;
}

} // namespace

QString defaultDataDirectory(const Environment &environment)
{
    return homeFolder(environment, u"XDG_DATA_HOME"_s, u"/.local/share"_s) + u"/signalbox"_s;
}

QString defaultConfigurationFile(const Environment &environment)
{
    return homeFolder(environment, u"XDG_CONFIG_HOME"_s, u"/.config"_s) + u"/signalbox/signalbox.toml"_s;
}

std::variant<Configuration, ConfigurationError>
configure(const CommandLine &commandLine, const Environment &environment, const std::optional<ConfigurationFile> &file)
{
    Configuration configuration;
    configuration.server.dataDirectory = defaultDataDirectory(environment);
    configuration.server.redis.mode = RedisSettings::Mode::Private;
    Problem problem = file ? applyFile(*file, configuration) : Problem();
    if (!problem)
        problem = applyEnvironment(environment, configuration);
    if (!problem)
        problem = applyCommandLine(commandLine, configuration);
    if (!problem)
        problem = checkTogether(configuration);
    if (!problem)
        problem = finishWorkers(configuration);
    if (problem)
        return *problem;
    gatherSecrets(configuration);
    return configuration;
}

} // namespace signalbox::app
