// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/json_tree.h"

#include <QAbstractItemModel>

namespace signalbox::ui {

// A JSON document as a tree of keys and values. Main thread.
class JsonModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : int { KeyColumn, ValueColumn, ColumnCount };
    enum Role : int { KindRole = Qt::UserRole }; // int, of JsonNode::Kind

    using QAbstractItemModel::QAbstractItemModel;

    void setRoot(std::unique_ptr<JsonNode> root); // null: empty
    QString textOf(const QModelIndex &index) const; // a value as it is, an object or array as indented JSON
    QString pathOf(const QModelIndex &index) const; // "$.items[0].name" (RFC 9535)

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    const JsonNode *node(const QModelIndex &index) const;
    bool isSingleValue() const; // no object or array: one row of its own

    std::unique_ptr<JsonNode> m_root;
};

} // namespace signalbox::ui
