// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QObject>
#include <QString>

class QSettings;

namespace signalbox::ui {

// The filters that a person gave a name. Kept in the settings, which must outlive this. Main thread.
class SavedFilters : public QObject {
    Q_OBJECT
public:
    struct Entry {
        QString name;
        QString text;
        bool operator==(const Entry &) const = default;
    };
    static constexpr int MaxEntries = 100;

    explicit SavedFilters(QSettings &settings, QObject *parent = nullptr);

    QList<Entry> entries() const; // by name
    void save(const QString &name, const QString &text); // replaces the one of that name
    void remove(const QString &name);

signals:
    void changed();

private:
    void write();

    QSettings &m_settings;
    QList<Entry> m_entries;
};

} // namespace signalbox::ui
