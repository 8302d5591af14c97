// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

class QAbstractItemModel;
class QTableView;

namespace signalbox::ui {

class Theme;

// A table as the details of a page have it: rows to select one at a time, the last column as wide as there is room.
// The caller owns it. Main thread.
QTableView *makePlainTable(const Theme &theme, QAbstractItemModel &model, const QString &name,
                           const QString &accessibleName, const QList<int> &widths);

} // namespace signalbox::ui
