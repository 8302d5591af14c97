// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "store/statement.h"

#include <QSqlQuery>

namespace signalbox::store {

// A statement as Qt's drivers have it.
class QtStatement : public Statement {
public:
    QtStatement(const QSqlDatabase &database, const char *text); // check error()

    bool run(const Values &values) override;
    bool next() override { return m_query.next(); }
    QSqlError error() const override { return m_query.lastError(); }
    qint64 rowsChanged() const override { return m_query.numRowsAffected(); }
    void finish() override { m_query.finish(); }

    bool isNull(int column) const override { return m_query.isNull(column); }
    QString text(int column) const override;
    QByteArray bytes(int column) const override;
    qint64 number(int column) const override;
    double real(int column) const override;

private:
    QSqlQuery m_query;
};

} // namespace signalbox::store
