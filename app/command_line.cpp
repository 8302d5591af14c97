// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command_line.h"

#include "setting.h"
#include "suggestion.h"

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

struct Flag {
    QString name; // "--port"
    std::optional<QString> value; // after '='
};

Flag splitFlag(const QString &argument)
{
    const qsizetype equals = argument.indexOf(u'=');
    if (equals < 0)
        return {argument, {}};
    return {argument.left(equals), argument.mid(equals + 1)};
}

const Setting *settingOfFlag(const QString &name)
{
    for (const Setting &setting : allSettings())
        if (setting.hasFlag && setting.flag() == name)
            return &setting;
    return nullptr;
}

ConfigurationError unknownFlag(const QString &name)
{
    QStringList flags{u"--config"_s, u"--help"_s, u"--version"_s};
    for (const Setting &setting : allSettings())
        if (setting.hasFlag)
            flags.append(setting.flag());
    const QString meant = suggest(name, flags);
    if (!meant.isEmpty())
        return {u"There is no %1; did you mean %2?"_s.arg(name, meant)};
    return {u"There is no %1; signalbox --help lists what there is"_s.arg(name)};
}

// Goes through the arguments once, from the left.
class Parser {
public:
    explicit Parser(const QStringList &arguments)
        : m_rest(arguments)
    {
    }

    std::variant<CommandLine, ConfigurationError> parse()
    {
        while (!m_rest.isEmpty() && m_error.message.isEmpty())
            take(m_rest.takeFirst());
        if (!m_error.message.isEmpty())
            return m_error;
        return m_result;
    }

private:
    void take(const QString &argument)
    {
        if (!argument.startsWith(u'-')) {
            m_error.message = u"\"%1\" belongs to no flag; signalbox --help lists them"_s.arg(argument);
            return;
        }
        const Flag flag = splitFlag(argument);
        if (flag.name == "--help"_L1 || flag.name == "-h"_L1)
            m_result.help = true;
        else if (flag.name == "--version"_L1 || flag.name == "-V"_L1)
            m_result.version = true;
        else if (flag.name == "--config"_L1)
            m_result.configurationFile = valueOf(flag, u"FILE"_s);
        else if (const Setting *setting = settingOfFlag(flag.name))
            m_result.values.insert(setting->key, Value::fromText(valueOf(flag, *setting)));
        else
            m_error = unknownFlag(flag.name);
    }

    QString valueOf(const Flag &flag, const Setting &setting)
    {
        if (setting.isSwitch())
            return flag.value.value_or(u"true"_s);
        return valueOf(flag, setting.valueName);
    }

    QString valueOf(const Flag &flag, const QString &valueName)
    {
        if (flag.value)
            return *flag.value;
        if (m_rest.isEmpty() || m_rest.first().startsWith("--"_L1)) {
            m_error.message = u"%1 needs a value: %1 %2"_s.arg(flag.name, valueName);
            return {};
        }
        return m_rest.takeFirst();
    }

    QStringList m_rest;
    CommandLine m_result;
    ConfigurationError m_error;
};

QString helpLine(const QString &left, const QString &help)
{
    return u"  %1 %2\n"_s.arg(left, -26).arg(help);
}

QString helpLine(const Setting &setting)
{
    const QString left = setting.isSwitch() ? setting.flag() : setting.flag() + u' ' + setting.valueName;
    QString help = setting.help;
    if (!setting.isSwitch() && !setting.fallback.isEmpty())
        help += u" [%1]"_s.arg(setting.fallback);
    return helpLine(left, help);
}

} // namespace

std::variant<CommandLine, ConfigurationError> parseCommandLine(const QStringList &arguments)
{
    return Parser(arguments).parse();
}

QString helpText()
{
    QString text = u"signalbox: a local API server, and a window that watches its requests live.\n\n"
                   "Usage: signalbox [flags]\n\n"_s;
    for (const Setting &setting : allSettings())
        if (setting.hasFlag)
            text += helpLine(setting);
    text += helpLine(u"--config FILE"_s, u"read this configuration file (TOML)"_s);
    text += helpLine(u"--version"_s, u"print the version"_s);
    text += helpLine(u"--help"_s, u"print this"_s);
    text += u"\nA flag beats the environment (HOST, PORT, LOG_LEVEL, JWT_SECRET, REDIS_URL, DATABASE_URL,\n"
            "SIGNALBOX_SLOW_MS and so on), that beats the file, and that beats the default in brackets.\n"
            "Without --config, ~/.config/signalbox/signalbox.toml is read if it exists.\n\n"
            "Exit status: 0 stopped cleanly; 1 could not start, or dropped requests when it stopped;\n"
            "2 the flags or the configuration are wrong.\n"_s;
    return text;
}

QString versionText()
{
    return u"signalbox %1 (Qt %2)"_s.arg(QStringLiteral(SIGNALBOX_VERSION), QString::fromLatin1(qVersion()));
}

} // namespace signalbox::app
