// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/jobs_model.h"

#include <QTableView>

class QSettings;

namespace signalbox::ui {

class Theme;

// The table of jobs: columns that suit the state, to choose, to move and to size, remembered for each state; keys to
// move by. Main thread.
class JobsTable : public QTableView {
    Q_OBJECT
public:
    // `settings` keeps the columns; all must outlive it.
    JobsTable(const Theme &theme, JobsModel &model, QSettings &settings, QWidget *parent = nullptr);

    // None: of several states. Where none can have failed, no column says why. Shows how the model is sorted, too.
    void showColumnsOf(std::optional<JobState> state, bool mayHaveFailed = true);
    bool isAtRest() const; // at the top, with nothing selected: rows may come in
    qint64 selectedCount() const;
    QList<int> selectedLoaded() const; // rows, in the order of the table
    bool isWholeSelected() const;
    QList<int> selectedPages(int most) const; // of the model, in their order; empty: none, or more than that
    void goToTop(); // and selects nothing

signals:
    void restChanged(bool atRest);
    void opened(); // Enter or a double click
    void selectionMoved();
    void sortAsked(int column, Qt::SortOrder order); // -1: not at all
    void lookedAt(int firstRow, int lastRow); // what is on the screen now

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void connectModel();
    void checkRest();
    void deselect(int firstRow, int lastRow);
    void tellLookedAt();
    bool moveBy(int key, Qt::KeyboardModifiers modifiers);
    void showColumnMenu(const QPoint &position);
    QString columnsKey() const;
    void saveColumns();
    void fitColumns();
    void fitColumnsTo(int width);
    bool isWanted(int column) const; // unless it has no room
    int widthOfOthers() const; // than the data

    JobsModel &m_model;
    QSettings &m_settings;
    std::optional<JobState> m_state = JobState::Waiting;
    bool m_mayHaveFailed = true;
    bool m_atRest = true;
    bool m_chosen = false; // the columns are those of the person
    bool m_fitting = false;
    int m_fitted = 0; // the width of the viewport then
};

} // namespace signalbox::ui
