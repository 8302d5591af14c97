// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/live_tail.h"
#include "pages/requests/requests_model.h"
#include "pages/requests/requests_sort_model.h"

#include <QWidget>

class QSettings;

namespace signalbox::ui {

class PageNotice;
class PinnedRequests;
class RequestsTable;
class StateView;
class Theme;

// The pinned rows, the table below them, and between the two what waits to come in. Decides when new rows may come
// in: never under the pointer, see RequestsTable::isAtRest(). Main thread.
class RequestsList : public QWidget {
    Q_OBJECT
public:
    RequestsList(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    void restart(const QList<RequestRecord> &newestFirst); // the answer to another question
    void forgetAll(); // the pinned too
    void addNewest(const QList<RequestRecord> &oldestFirst);
    void addOlder(const QList<RequestRecord> &newestFirst);
    void setPaused(bool paused);
    void setSlowMs(double slowMs);

    RequestsModel &model();
    RequestsTable &table();
    StateView &states();
    bool isFollowing() const; // new rows come in at once
    qint64 heldByPause() const;
    qint64 droppedCount() const;

    void togglePin();
    void showNew(); // lets in what waits, and goes to the top
    QList<RequestRecord> chosen() const; // the selected ones, else the pinned one that was clicked last
    const RequestRecord *find(const QByteArray &key) const; // in the table, else among the pinned

signals:
    void opened(const QByteArray &key);
    void chosenChanged();
    void heldChanged();
    void resumeAsked();

private:
    void connectTable();
    void connectPinned();
    void follow(); // as far as pause, sort, selection and scrolling let it
    void tellHeld();
    void pinChanged();

    RequestsModel m_model;
    RequestsSortModel m_sorted;
    LiveTail m_tail;
    PinnedRequests *m_pinned;
    PageNotice *m_new;
    RequestsTable *m_table;
    StateView *m_states;
    QByteArray m_pinnedChosen; // key
    bool m_paused = false;
};

} // namespace signalbox::ui
