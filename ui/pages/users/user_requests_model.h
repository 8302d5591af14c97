// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "request_record.h"

namespace signalbox::ui {

// A request of a user; the newest come first.
struct UserRequest {
    RequestRecord record;
    std::pair<qint64, QByteArray> key() const { return {-record.endUs(), record.id}; }
    bool operator==(const UserRequest &) const = default;
};

// A user's recent requests. Main thread.
class UserRequestsModel : public KeyedTableModel<UserRequest> {
    Q_OBJECT
public:
    enum Column : int { Time, Method, Status, Duration, Path, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void setAnswer(const QCborMap &answer); // of /admin/requests

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
