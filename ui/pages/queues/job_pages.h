// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/job_row.h"

#include <QHash>

#include <map>

namespace signalbox::ui {

// The rows of a long list that are loaded, a page at a time, and where each job of them is. A value.
class JobPages {
public:
    static constexpr int PageSize = 200;

    void clear();
    void put(int page, QList<JobRow> rows); // instead of what was there
    void append(int row, const JobRow &job); // at the end of its page
    void removeFrom(int row); // that one and those behind it
    int removeOldest(); // the page that was put or touched longest ago, which is told
    QList<int> removeBut(int firstPage, int lastPage); // those that are removed are told
    void touch(int page); // is removed later than the others
    int count() const { return int(m_pages.size()); }

    const JobRow *at(int row) const; // null: not loaded; until something is put or removed
    JobRow *at(int row);
    int rowOf(const QString &id) const { return m_places.value(id, -1); } // -1: not loaded
    int loadedRows() const; // of a job that is in two pages: both
    QList<JobRow> all() const;

    void expire(); // all that are loaded
    bool keep(); // what has expired is as good as new again; false: nothing had
    void expectMoreFrom(int row); // the page that ends there is to be put again, to have what comes behind it
    bool isShort(int page) const; // for that
    bool isFresh(int page) const; // and not short

private:
    struct Page {
        QList<JobRow> rows;
        bool fresh = true;
        bool isShort = false;
        quint64 put = 0;
    };
    using Pages = std::map<int, Page>;

    Pages::iterator remove(Pages::iterator page);
    void forget(int page, const QList<JobRow> &rows, qsizetype from = 0);

    Pages m_pages;
    QHash<QString, int> m_places;
    quint64 m_puts = 0;
};

} // namespace signalbox::ui
