// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/ready_checks.h"

namespace signalbox::http {

void ReadyChecks::add(QByteArray name, Check check)
{
    m_checks.emplaceBack(std::move(name), std::move(check));
}

QJsonObject ReadyChecks::report() const
{
    QJsonObject checks;
    bool ok = !isDraining();
    for (const auto &[name, check] : m_checks) {
        const bool up = check();
        ok = ok && up;
        checks.insert(QString::fromUtf8(name), up ? QStringLiteral("up") : QStringLiteral("down"));
    }
    if (isDraining())
        checks.insert(QStringLiteral("server"), QStringLiteral("draining"));
    return {{QStringLiteral("ok"), ok}, {QStringLiteral("checks"), checks}};
}

} // namespace signalbox::http
