// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_details.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

class Theme;

// Headers as a table, in the order of the wire; may be edited if made so. Main thread.
class HeadersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { NameColumn, ValueColumn, ColumnCount };

    HeadersModel(const Theme &theme, bool editable, QObject *parent = nullptr);

    void setHeaders(const HeaderList &headers);
    HeaderList headers() const; // without those that have no name
    void append();

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    bool removeRows(int row, int count, const QModelIndex &parent = {}) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const Theme &m_theme;
    HeaderList m_headers;
    bool m_editable;
};

} // namespace signalbox::ui
