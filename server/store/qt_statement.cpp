// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "store/qt_statement.h"

#include <QSqlDatabase>

namespace signalbox::store {

// PostgreSQL's driver keeps the rows itself, and can't run another statement while it reads forward.
QtStatement::QtStatement(const QSqlDatabase &database, const char *text)
    : Statement(text)
    , m_query(database)
{
    m_query.prepare(QString::fromUtf8(text));
}

bool QtStatement::run(const Values &values)
{
    for (qsizetype i = 0; i < values.size(); ++i)
        m_query.bindValue(int(i), values[i].variant());
    return m_query.exec();
}

QString QtStatement::text(int column) const
{
    return m_query.value(column).toString();
}

QByteArray QtStatement::bytes(int column) const
{
    return m_query.value(column).toByteArray();
}

qint64 QtStatement::number(int column) const
{
    return m_query.value(column).toLongLong();
}

double QtStatement::real(int column) const
{
    return m_query.value(column).toDouble();
}

} // namespace signalbox::store
