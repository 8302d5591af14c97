// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "request_record.h"

namespace signalbox::ui {

// A request among a route's slowest; the slowest come first.
struct SlowRequest {
    RequestRecord record;
    std::pair<qint64, QByteArray> key() const { return {-record.durationUs, record.id}; }
    bool operator==(const SlowRequest &) const = default;
};

// A route's slowest requests in the range.
class SlowestModel : public KeyedTableModel<SlowRequest> {
    Q_OBJECT
public:
    enum Column : int { Duration, Status, Time, Path, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void setRecords(const QList<RequestRecord> &records);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace signalbox::ui
