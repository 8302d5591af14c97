// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/requests_model.h"

#include <QFrame>

class QLabel;
class QTableView;

namespace signalbox::ui {

class RequestsTable;
class Theme;

// The rows that a person pinned, above the others and in their columns. They stay when the others leave. Main thread.
class PinnedRequests : public QFrame {
    Q_OBJECT
public:
    static constexpr int MaxPinned = 100;

    PinnedRequests(const Theme &theme, QWidget *parent = nullptr);

    RequestsModel &model();
    void follow(const RequestsTable &table); // takes its columns over, now and whenever they change
    void toggle(const RequestRecord &record); // the oldest leaves when there is no room
    void clear();
    bool contains(const QByteArray &key) const;
    QSet<QByteArray> keys() const;
    QByteArray currentKey() const;

signals:
    void changed();
    void opened(const QByteArray &key);

private:
    void takeColumns(const RequestsTable &table);
    void resizeToRows();

    RequestsModel m_model;
    QLabel *m_title;
    QTableView *m_view;
};

} // namespace signalbox::ui
