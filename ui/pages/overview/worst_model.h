// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/keyed_table_model.h"
#include "pages/metrics/route_row.h"

namespace signalbox::ui {

class Theme;

// A route at its place in a list of the worst.
struct RankedRoute {
    int rank = 0;
    RouteRow route;
    int key() const { return rank; }
    bool operator==(const RankedRoute &) const = default;
};

// The few routes that most need eyes, by one measure; the worst first.
class WorstModel : public KeyedTableModel<RankedRoute> {
    Q_OBJECT
public:
    enum class Measure : quint8 { P95, Errors };
    enum Column : int { RouteColumn, ValueColumn, NoteColumn, ColumnCount };
    enum Role : int { ShareRole = Qt::UserRole + 1 }; // of the worst one's value, 0 to 1

    static constexpr int MaxRows = 6;

    explicit WorstModel(Measure measure, QObject *parent = nullptr);

    void setRoutes(const QList<RouteRow> &routes);
    Measure measure() const { return m_measure; }

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    bool belongs(const RouteRow &route) const;
    double value(const RouteRow &route) const;
    QString display(const RouteRow &route, int column) const;
    QString toolTip(const RouteRow &route) const;

    Measure m_measure;
};

} // namespace signalbox::ui
