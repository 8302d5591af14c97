// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/invalidations_model.h"
#include "pages/cache/invalidations_source.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QTableView;

namespace signalbox::ui {

class PageNotice;
class StateView;
class Theme;

// What was taken out of the cache, as it happens, the newest first. Rows never move while one reads: then new ones wait
// behind a line that says how many. Main thread.
class InvalidationsPane : public QWidget {
    Q_OBJECT
public:
    explicit InvalidationsPane(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setPaused(bool paused);
    void forget(); // another server's
    void focusSearch();
    void setFilter(const QString &text);
    qint64 heldByPause() const; // how many wait for its end

signals:
    void requestAsked(const QString &requestId);
    void userAsked(const QString &userId);
    void keyAsked(const QString &key);
    void resumeAsked();
    void heldChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    QTableView *makeTable();
    void build();
    void connectTable();
    bool isAtRest() const; // at the top, nothing chosen: rows may come in on top
    void takeLoaded(const QList<Invalidation> &entries);
    void take(const QList<Invalidation> &entries);
    void follow();
    void showNew();
    void tellHeld();
    void showMenu(const QPoint &position);
    void openCause(const QModelIndex &index);
    void showState();
    void tellCount();

    const Theme &m_theme;
    QPointer<Session> m_session;
    InvalidationsSource m_source;
    InvalidationsModel m_model;
    InvalidationsProxy m_matching;
    QList<Invalidation> m_held; // bounded by the model's capacity
    qint64 m_dropped = 0; // of those that were held
    QLineEdit *m_filter;
    PageNotice *m_new;
    QTableView *m_table;
    StateView *m_states;
    QLabel *m_count;
    bool m_paused = false;
};

} // namespace signalbox::ui
