// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/requests_model.h"

#include <QSortFilterProxyModel>

namespace signalbox::ui {

// The loaded requests in the order of a column. The order of their coming (the newest on top) costs nothing; new rows
// come in live only in that one, see isLiveOrder(). Main thread.
class RequestsSortModel : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit RequestsSortModel(RequestsModel &requests, QObject *parent = nullptr);

    void sort(int column, Qt::SortOrder order) override; // by time, descending: as they came
    bool isLiveOrder() const;
    const RequestRecord &at(const QModelIndex &index) const;
    QModelIndex indexOf(const QByteArray &key) const;

signals:
    void orderChanged();

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    RequestsModel &m_requests;
};

} // namespace signalbox::ui
