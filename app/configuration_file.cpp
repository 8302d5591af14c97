// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "configuration_file.h"

#include <QFile>

#include <map>
#include <sstream>
#include <toml++/toml.h>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr qint64 LargestFile = 1024 * 1024;

using EntriesByLine = std::multimap<int, ConfigurationEntry>;

QString writtenForm(const toml::node &node)
{
    if (const auto *text = node.as_string())
        return u'"' + QString::fromStdString(text->get()).simplified() + u'"';
    std::ostringstream stream;
    node.visit([&stream](const auto &typed) { stream << typed; });
    return QString::fromStdString(stream.str()).simplified();
}

// A list of texts; a list of anything else is nothing that a key takes.
std::optional<QStringList> textList(const toml::array &array)
{
    QStringList list;
    for (const toml::node &item : array) {
        const auto text = item.value<std::string>();
        if (!text)
            return {};
        list.append(QString::fromStdString(*text));
    }
    return list;
}

Value toValue(const toml::node &node)
{
    Value value;
    value.source = Value::Source::File;
    value.written = writtenForm(node);
    if (const auto *flag = node.as_boolean())
        value.content = flag->get();
    else if (const auto *integer = node.as_integer())
        value.content = qint64(integer->get());
    else if (const auto *text = node.as_string())
        value.content = QString::fromStdString(text->get());
    else if (const auto *array = node.as_array())
        if (auto list = textList(*array))
            value.content = *list;
    return value;
}

void collect(const toml::table &table, const QString &prefix, EntriesByLine &entries)
{
    for (const auto &[key, node] : table) {
        const QString name = prefix + QString::fromUtf8(key.data(), qsizetype(key.length()));
        const int line = int(node.source().begin.line);
        const auto *inner = node.as_table();
        const bool isForgotten = inner && inner->empty() && !prefix.isEmpty(); // [workers.mail], and nothing below it
        if (inner && !isForgotten)
            collect(*inner, name + u'.', entries);
        else
            entries.insert({line, ConfigurationEntry{name, line, toValue(node)}});
    }
}

} // namespace

std::variant<QList<ConfigurationEntry>, ConfigurationError> parseConfigurationFile(const ConfigurationFile &file)
{
    try {
        const toml::table table = toml::parse(std::string_view(file.text.constData(), size_t(file.text.size())));
        EntriesByLine byLine;
        collect(table, {}, byLine);
        QList<ConfigurationEntry> entries;
        for (const auto &[line, entry] : byLine)
            entries.append(entry);
        return entries;
    } catch (const toml::parse_error &error) {
        const auto reason = QString::fromUtf8(error.description().data(), qsizetype(error.description().size()));
        return ConfigurationError{
            u"%1:%2: this is not TOML: %3"_s.arg(file.name).arg(error.source().begin.line).arg(reason.simplified())};
    }
}

std::variant<ConfigurationFile, ConfigurationError> readConfigurationFile(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return ConfigurationError{u"%1 can't be read: %2"_s.arg(name, file.errorString())};
    if (file.size() > LargestFile)
        return ConfigurationError{u"%1 is larger than 1 MiB: this is no configuration file"_s.arg(name)};
    return ConfigurationFile{name, file.readAll()};
}

} // namespace signalbox::app
