// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMap>
#include <QMutex>
#include <QString>

#include <optional>

namespace signalbox::greetings {

// Knows how people want to be greeted. Shared by all reactors: any thread.
class GreetingService {
public:
    // Nothing for someone whom it doesn't know.
    std::optional<QString> greetingFor(const QString &name) const;
    void remember(const QString &name, const QString &salutation);

private:
    mutable QMutex m_mutex;
    QMap<QString, QString> m_salutations;
};

} // namespace signalbox::greetings
