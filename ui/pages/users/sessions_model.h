// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"

#include <QCborMap>

namespace signalbox::ui {

// A sign-in of a user that can still be refreshed. Times are milliseconds since the epoch.
struct SessionRow {
    QString id;
    QString address;
    QString userAgent;
    qint64 createdMs = 0;
    qint64 lastUsedMs = 0;
    qint64 expiresMs = 0;
    bool current = false; // the window's own

    std::pair<qint64, QString> key() const { return {-createdMs, id}; }
    bool operator==(const SessionRow &) const = default;
    static QList<SessionRow> listFromCbor(const QCborMap &answer);
};

// A user's sessions, the newest first. Main thread.
class SessionsModel : public KeyedTableModel<SessionRow> {
    Q_OBJECT
public:
    enum Column : int { LastUsed, Address, Client, Created, Expires, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
