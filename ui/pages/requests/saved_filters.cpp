// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/saved_filters.h"

#include <QSettings>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr auto arrayKey = "requests/savedFilters"_L1;

} // namespace

SavedFilters::SavedFilters(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
    const int count = std::min(m_settings.beginReadArray(arrayKey), MaxEntries);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        m_entries.append({m_settings.value("name"_L1).toString(), m_settings.value("text"_L1).toString()});
    }
    m_settings.endArray();
}

QList<SavedFilters::Entry> SavedFilters::entries() const
{
    return m_entries;
}

void SavedFilters::save(const QString &name, const QString &text)
{
    if (name.trimmed().isEmpty() || text.trimmed().isEmpty())
        return;
    m_entries.removeIf([&name](const Entry &entry) { return entry.name == name.trimmed(); });
    if (m_entries.size() >= MaxEntries)
        return;
    m_entries.append({name.trimmed(), text.trimmed()});
    std::sort(m_entries.begin(), m_entries.end(), [](const Entry &left, const Entry &right) {
        return left.name.compare(right.name, Qt::CaseInsensitive) < 0;
    });
    write();
}

void SavedFilters::remove(const QString &name)
{
    if (m_entries.removeIf([&name](const Entry &entry) { return entry.name == name; }) > 0)
        write();
}

void SavedFilters::write()
{
    m_settings.remove(arrayKey);
    m_settings.beginWriteArray(arrayKey, int(m_entries.size()));
    for (int i = 0; i < m_entries.size(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue("name"_L1, m_entries.at(i).name);
        m_settings.setValue("text"_L1, m_entries.at(i).text);
    }
    m_settings.endArray();
    emit changed();
}

} // namespace signalbox::ui
