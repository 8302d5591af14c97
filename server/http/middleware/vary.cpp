// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/middleware/vary.h"

#include <QByteArrayList>

namespace signalbox::http {

void addVary(Headers &headers, QByteArrayView name)
{
    QByteArray vary = headers.combined("vary");
    if (vary.isEmpty())
        return headers.append("vary", name);
    for (const QByteArray &part : vary.split(',')) {
        const QByteArray known = part.trimmed();
        if (known == "*" || equalsIgnoringCase(known, name))
            return;
    }
    headers.set("vary", vary.append(", ").append(name));
}

} // namespace signalbox::http
