// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/overview/worst_model.h"

#include <QFrame>

class QLabel;
class QTableView;

namespace signalbox::ui {

// A titled list of the worst routes; a click or Return on one asks for it. While the pointer is over it the list
// stands still, so that nothing moves under a click.
class WorstList : public QFrame {
    Q_OBJECT
public:
    // `nothing` is what to say when no route belongs in it.
    WorstList(const Theme &theme, const QString &title, const QString &nothing, WorstModel::Measure measure,
              QWidget *parent = nullptr);

    void setRoutes(const QList<RouteRow> &routes);
    WorstModel &model() { return m_model; }
    QTableView &view() { return *m_view; }

signals:
    void routeChosen(const signalbox::ui::RouteRow &route);

protected:
    void leaveEvent(QEvent *event) override;

private:
    void setUpView(const Theme &theme);
    void show(const QList<RouteRow> &routes);

    WorstModel m_model;
    QTableView *m_view;
    QLabel *m_nothing;
    QList<RouteRow> m_waiting;
};

} // namespace signalbox::ui
