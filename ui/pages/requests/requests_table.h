// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/requests_columns.h"
#include "request_record.h"

#include <QTableView>

class QMenu;
class QSettings;

namespace signalbox::ui {

class RequestsSortModel;
class Theme;

// The table of requests: columns to choose, to move and to size, all remembered; keys to move by. Main thread.
class RequestsTable : public QTableView {
    Q_OBJECT
public:
    RequestsTable(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    void setRequests(RequestsSortModel &requests);
    RequestsSortModel &requests() const;

    bool isAtRest() const; // at the top, with nothing selected: rows may come in on top
    QByteArray currentKey() const; // empty: no row
    QList<RequestRecord> selected() const; // in the order of the table
    void select(const QByteArray &key); // and shows it, if it is here
    void goToTop(); // and selects nothing
    void fillColumnMenu(QMenu &menu);

signals:
    void restChanged(bool atRest);
    void opened(); // Enter or a double click
    void nearEnd(); // the last loaded rows came into view
    void selectionMoved();
    void columnsChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void checkRest();
    void checkEnd();
    bool moveBy(int key);
    void restoreColumns();
    void saveColumns();
    void layoutChosen(); // by the person: from now on nothing is fitted
    void fitColumns();
    int widthBeside(RequestsColumn column) const; // of the other shown ones
    void setColumnShown(RequestsColumn column, bool shown);

    QSettings &m_settings;
    RequestsSortModel *m_requests = nullptr;
    bool m_atRest = true;
    bool m_chosen = false; // the columns are those of the person, not the default ones
    bool m_fitting = false;
};

} // namespace signalbox::ui
