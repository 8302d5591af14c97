// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/percent.h"

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

#include <utility>

namespace signalbox::http {

// The decoded pairs of a query string, in the order they came; a name without `=` has an empty value. A value.
class Query {
public:
    using Item = std::pair<QString, QString>;

    // Decodes `raw` strictly; on an error the query stays empty.
    static Query parse(QByteArrayView raw, PercentError &error);

    bool contains(QByteArrayView name) const;
    QString value(QByteArrayView name, const QString &fallback = {}) const; // the first of that name
    QStringList values(QByteArrayView name) const;
    const QList<Item> &items() const { return m_items; }

private:
    QList<Item> m_items;
};

} // namespace signalbox::http
