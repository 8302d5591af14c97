// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractListModel>
#include <QStringList>

namespace signalbox::ui {

// The log lines of a job, the newest last; the oldest go when there are too many. Main thread.
class JobLogsModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int Capacity = 10'000;

    using QAbstractListModel::QAbstractListModel;

    void clear();
    void restart(const QStringList &lines, qint64 from); // the first is the line of that number, from 0
    void prepend(const QStringList &lines, qint64 from); // what is here already is left out
    void append(const QStringList &lines, qint64 totalAfter); // likewise
    qint64 from() const { return m_from; } // the number of the first that is here
    qint64 total() const { return m_from + m_lines.size(); } // as far as is known
    QString text() const { return m_lines.join(QLatin1Char('\n')); }

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QStringList m_lines;
    qint64 m_from = 0;
};

} // namespace signalbox::ui
