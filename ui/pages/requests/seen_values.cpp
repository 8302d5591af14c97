// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/seen_values.h"

#include "request_record.h"

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

void SeenValues::add(const RequestRecord &record)
{
    count(u"method"_s, record.method);
    count(u"status"_s, QByteArray::number(record.status));
    count(u"route"_s, record.route);
    count(u"user"_s, record.shownUser());
    count(u"path"_s, record.path.left(record.path.indexOf('?')));
}

QStringList SeenValues::of(const QString &key) const
{
    const QHash<QByteArray, int> counts = m_counts.value(key);
    QList<std::pair<int, QByteArray>> ordered;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        ordered.append({-it.value(), it.key()});
    std::sort(ordered.begin(), ordered.end());
    QStringList values;
    for (const auto &[count, value] : ordered)
        values.append(QString::fromUtf8(value));
    return values;
}

void SeenValues::count(const QString &key, const QByteArray &value)
{
    if (value.isEmpty() || (key == "status"_L1 && value == "0"))
        return;
    QHash<QByteArray, int> &counts = m_counts[key];
    const auto known = counts.find(value);
    if (known != counts.end())
        ++known.value();
    else if (counts.size() < MaxPerKey)
        counts.insert(value, 1);
}

} // namespace signalbox::ui
