// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "greetings/greeting_service.h"

namespace signalbox::greetings {

std::optional<QString> GreetingService::greetingFor(const QString &name) const
{
    const QMutexLocker lock(&m_mutex);
    const auto found = m_salutations.constFind(name);
    if (found == m_salutations.constEnd())
        return {};
    return *found + QStringLiteral(", ") + name;
}

void GreetingService::remember(const QString &name, const QString &salutation)
{
    const QMutexLocker lock(&m_mutex);
    m_salutations.insert(name, salutation);
}

} // namespace signalbox::greetings
