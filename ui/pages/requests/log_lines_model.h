// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_details.h"

#include <QAbstractTableModel>

namespace signalbox::ui {

class Theme;

// The log lines of one request. Main thread.
class LogLinesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { TimeColumn, LevelColumn, EventColumn, FieldsColumn, ColumnCount };

    explicit LogLinesModel(const Theme &theme, QObject *parent = nullptr);
    void setLines(const QList<LogLine> &lines);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const LogLine &line, int column) const;

    const Theme &m_theme;
    QList<LogLine> m_lines;
};

} // namespace signalbox::ui
