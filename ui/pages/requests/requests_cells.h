// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/requests_columns.h"

#include <QString>
#include <QVariant>

namespace signalbox {
struct RequestRecord;
}

namespace signalbox::ui {

// What a record says in a cell. Pure functions; any thread.
QString cellText(const RequestRecord &record, RequestsColumn column);
QString cellToolTip(const RequestRecord &record, RequestsColumn column);
QString cellAccessibleText(const RequestRecord &record, RequestsColumn column); // "Status 200"
QVariant cellSortValue(const RequestRecord &record, RequestsColumn column);
bool lessInColumn(const RequestRecord &left, const RequestRecord &right, RequestsColumn column);

QString statusText(int status); // "200", "aborted" for 0
QString statusPhrase(int status); // "Not Found"; empty when there is none (RFC 9110)

} // namespace signalbox::ui
