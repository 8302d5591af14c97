// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_order.h"
#include "pages/queues/job_pages.h"

#include <QAbstractTableModel>

#include <functional>

namespace signalbox::ui {

// The jobs of a list of the server: all of its rows are there, but only some of them are loaded, a page at a time; the
// pages that were looked at longest ago are let go. Or jobs that a search came across, which are all loaded, in the
// order that was asked for; when there are more than it takes, the first of that order stay. Main thread.
class JobsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int {
        Id,
        Name,
        State,
        Data,
        Progress,
        Attempts,
        Priority,
        Added,
        At,
        Wait,
        Run,
        Worker,
        Failure,
        ColumnCount
    };
    enum Role : int { LoadedRole = Qt::UserRole, IdRole };

    static constexpr int PageSize = JobPages::PageSize;
    static constexpr int PagesKept = 25;
    static constexpr int FoundCapacity = 5000;
    static_assert(FoundCapacity % PageSize == 0);

    using QAbstractTableModel::QAbstractTableModel;

    // A list of which nothing is loaded yet.
    void restart(qint64 total, std::optional<JobState> state);
    void setTotal(qint64 total); // rows come and go at the end
    void setPage(int page, QList<JobRow> rows);
    // What is loaded of these pages stays until it is loaded anew. Others are let go: shown later, they would be old.
    void expire(int firstPage, int lastPage);
    bool isFresh(int page) const { return m_pages.isFresh(page); }
    bool isShort(int page) const { return m_pages.isShort(page); } // its end came before there were more
    void touch(int page) { m_pages.touch(page); } // as if it had been looked at
    bool keep() { return m_pages.keep(); } // what has expired is as good as new again; false: nothing had

    // What a search finds; none: in several states.
    void restartFound(std::optional<JobState> state = {});
    void append(const QList<JobRow> &rows); // twice the same job: once
    bool isFound() const { return m_found; }
    bool isFull() const { return m_found && !isSorted() && m_total >= FoundCapacity; } // takes no more
    bool hasLeftOut() const { return m_hasLeftOut; } // of what was found, for want of room

    const JobRow *at(int row) const { return m_pages.at(row); } // null: not loaded; until the model changes
    int rowOf(const QString &id) const { return m_pages.rowOf(id); } // -1: not loaded
    bool change(const QString &id, const std::function<void(JobRow &)> &change); // false: not loaded
    void tick(); // a second has passed: what still runs has run longer
    int loadedRows() const { return m_pages.loadedRows(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override; // of what is found, from now on; -1: as it came
    bool isSorted() const { return m_order.isSorted(); }
    int sortColumn() const { return m_order.column; }
    Qt::SortOrder sortOrder() const { return m_order.direction; }

signals:
    void letGoOf(int firstRow, int lastRow); // when they are loaded again, other jobs may be there

private:
    void clear();
    void letGo();
    void tellLetGo(int page);
    bool hasRoomFor(const JobRow &row, qsizetype before) const;
    void insertAtEnd(const QList<JobRow> &rows);
    void sortFound();
    QString text(const JobRow &row, int column) const;
    QVariant toolTip(const JobRow &row, int column) const;
    QString atTitle() const;

    JobPages m_pages;
    std::optional<JobState> m_state; // of all of them; none: of several
    int m_total = 0;
    bool m_found = false;
    bool m_hasLeftOut = false;
    JobOrder m_order; // of what is found
};

} // namespace signalbox::ui
