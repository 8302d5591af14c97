// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/ready_checks.h"

namespace signalbox::http {

void ReadyChecks::add(QByteArray name, Check check)
{
    m_checks.append({std::move(name), std::move(check), true});
}

void ReadyChecks::addNote(QByteArray name, Check check)
{
    m_checks.append({std::move(name), std::move(check), false});
}

QJsonObject ReadyChecks::report() const
{
    QJsonObject checks;
    bool ok = !isDraining();
    for (const auto &[name, check, decides] : m_checks) {
        const bool up = check();
        ok = ok && (up || !decides);
        checks.insert(QString::fromUtf8(name), up ? QStringLiteral("up") : QStringLiteral("down"));
    }
    if (isDraining())
        checks.insert(QStringLiteral("server"), QStringLiteral("draining"));
    return {{QStringLiteral("ok"), ok}, {QStringLiteral("checks"), checks}};
}

} // namespace signalbox::http
