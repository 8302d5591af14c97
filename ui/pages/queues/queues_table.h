// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queues_model.h"

#include <QSortFilterProxyModel>
#include <QTableView>

class QSettings;

namespace signalbox::ui {

class Theme;

// The queues as a table: sorted, filtered by name, with as many columns as have room, the more important ones first.
// Rows stay where they are while one points at them. Remembers how it is sorted. Main thread.
class QueuesTable : public QTableView {
    Q_OBJECT
public:
    // Model and settings must outlive it.
    QueuesTable(const Theme &theme, QueuesModel &model, QSettings &settings, QWidget *parent = nullptr);
    ~QueuesTable() override; // remembers

    void setFilter(const QString &text);
    void setConnectionShown(bool shown); // when there are several
    QString chosen() const; // a queue's id; empty: none
    void select(const QString &id);
    int shownCount() const { return m_proxy.rowCount(); }

signals:
    void opened(const QString &id, std::optional<signalbox::ui::JobState> state); // with the count that was clicked
    void chosenChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void build(const Theme &theme);
    void fitColumns();
    QString idOf(const QModelIndex &index) const;

    QueuesModel &m_model;
    QSettings &m_settings;
    QSortFilterProxyModel m_proxy;
    bool m_connectionShown = false;
};

} // namespace signalbox::ui
