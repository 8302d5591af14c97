// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_value.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

// The elements of a list, set, hash, sorted set or stream, one a row. Main thread.
class ElementsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setValue(const KeyValue &value);
    QByteArray closerLook(int row) const; // what is shown of a row on its own

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_titles;
    QList<QList<QByteArray>> m_elements;
    int m_valueColumn = 0;
};

} // namespace signalbox::ui
