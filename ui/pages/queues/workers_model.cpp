// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/workers_model.h"

#include "client/cbor_fields.h"
#include "widgets/format.h"

#include <QCborArray>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QList<QueueWorker> QueueWorker::listFromCbor(const QCborValue &array)
{
    QList<QueueWorker> workers;
    for (const auto &value : array.toArray()) {
        const QCborMap map = value.toMap();
        workers.append({map.value("name"_L1).toString(), map.value("address"_L1).toString(),
                        double(integerField(map, "ageMs")), double(integerField(map, "idleMs"))});
    }
    return workers;
}

int WorkersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WorkersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)
        || role != Qt::DisplayRole)
        return {};
    const QueueWorker &worker = row(index.row());
    switch (index.column()) {
    case Name:
        return worker.name.isEmpty() ? tr("(without a name)") : worker.name;
    case Address:
        return worker.address;
    case Age:
        return formatDuration(worker.ageMs);
    default:
        return formatDuration(worker.idleMs);
    }
}

QVariant WorkersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    static const QStringList Titles{tr("Worker"), tr("Address"), tr("Connected for"), tr("Idle for")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? Titles.value(section) : QVariant();
}

} // namespace signalbox::ui
