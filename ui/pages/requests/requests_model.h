// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/gradual_release.h"
#include "pages/requests/requests_columns.h"
#include "request_record.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <deque>

namespace signalbox::ui {

// What tells a request from all others. Not its id alone: a client may send the same x-request-id twice.
QByteArray requestKey(const RequestRecord &record);

// A bounded window on the server's requests, those that ended last on top (they are known from then on). When it is
// full the oldest leave. Main thread.
class RequestsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int DefaultCapacity = 20'000; // rows

    explicit RequestsModel(int capacity = DefaultCapacity, QObject *parent = nullptr);

    // One insert (and at most one removal) for a batch, whatever its size, unless some of it ended before what is here.
    // Requests that are in already are left out.
    void addNewest(const QList<RequestRecord> &oldestFirst);
    void addOlder(const QList<RequestRecord> &newestFirst); // as many as there is room for
    void remove(const QByteArray &key);
    void clear();

    int capacity() const;
    bool isFull() const;
    bool contains(const QByteArray &key) const;
    const RequestRecord &at(int row) const;
    int rowOf(const QByteArray &key) const; // -1: not here

    void setSlowMs(double slowMs);
    double slowMs() const;
    void setPinned(const QSet<QByteArray> &keys);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<RequestRecord> unknown(const QList<RequestRecord> &records);
    void dropOldest(qsizetype count);
    void place(QList<RequestRecord> newestFirst);
    void rowsChanged();

    std::deque<RequestRecord> m_rows; // the newest first
    QHash<QByteArray, qint64> m_ends; // by key, in µs since the epoch
    GradualRelease m_cleared;
    QSet<QByteArray> m_pinned;
    int m_capacity;
    double m_slowMs = 500;
};

} // namespace signalbox::ui
