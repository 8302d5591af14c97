// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace signalbox {
struct RequestRecord;
}

namespace signalbox::ui {

// The values that requests had, for the completion of a filter: a bounded number of each kind, the most frequent
// first. Main thread.
class SeenValues {
public:
    static constexpr int MaxPerKey = 300;

    void add(const RequestRecord &record);
    QStringList of(const QString &key) const; // of a filter's key: "route", "method", "status", "user", "path"

private:
    void count(const QString &key, const QByteArray &value);

    QHash<QString, QHash<QByteArray, int>> m_counts;
};

} // namespace signalbox::ui
