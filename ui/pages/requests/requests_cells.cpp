// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_cells.h"

#include "request_record.h"
#include "status_phrase.h"
#include "widgets/format.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

double toMs(qint64 microseconds)
{
    return double(microseconds) / 1000.0;
}

QString text(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

QString durationTip(const RequestRecord &record)
{
    const QString exact = QCoreApplication::translate("RequestsModel", "%1 ms").arg(toMs(record.durationUs), 0, 'f', 3);
    return record.slow ? QCoreApplication::translate("RequestsModel", "%1, slow").arg(exact) : exact;
}

QString statusTip(const RequestRecord &record)
{
    QString tip = record.status == 0
        ? QCoreApplication::translate("RequestsModel", "The client went away before an answer")
        : (QString::number(record.status) + ' '_L1 + statusPhrase(record.status)).trimmed();
    if (!record.error.isEmpty())
        tip += '\n'_L1 + text(record.error);
    return tip;
}

} // namespace

QString cellText(const RequestRecord &record, RequestsColumn column)
{
    switch (column) {
    case RequestsColumn::Time:
        return formatClock(record.endUs() / 1000);
    case RequestsColumn::Method:
        return text(record.method);
    case RequestsColumn::Path:
        return text(record.path);
    case RequestsColumn::Status:
        return statusText(record.status);
    case RequestsColumn::Duration:
        return formatDuration(toMs(record.durationUs));
    case RequestsColumn::Ttfb:
        return record.ttfbUs < 0 ? u"–"_s : formatDuration(toMs(record.ttfbUs));
    case RequestsColumn::Size:
        return formatBytes(double(record.bytesOut));
    case RequestsColumn::User:
        return text(record.shownUser());
    case RequestsColumn::Route:
        return text(record.route);
    case RequestsColumn::Reactor:
        return QString::number(record.reactor);
    case RequestsColumn::Id:
        return text(record.id);
    case RequestsColumn::Peer:
        return text(record.peer);
    }
    return {};
}

QString cellToolTip(const RequestRecord &record, RequestsColumn column)
{
    switch (column) {
    case RequestsColumn::Time:
        return QCoreApplication::translate("RequestsModel", "Began %1, ended %2")
            .arg(formatClock(record.atUs / 1000), formatClock(record.endUs() / 1000));
    case RequestsColumn::Duration:
        return durationTip(record);
    case RequestsColumn::Status:
        return statusTip(record);
    case RequestsColumn::Size:
        return QCoreApplication::translate("RequestsModel", "%1 bytes in, %2 bytes out")
            .arg(formatExact(record.bytesIn), formatExact(record.bytesOut));
    case RequestsColumn::User:
        return record.userName.isEmpty() ? text(record.user) : text(record.userName + ", " + record.user);
    default:
        return cellText(record, column);
    }
}

QString cellAccessibleText(const RequestRecord &record, RequestsColumn column)
{
    return columnTitle(column) + ' '_L1 + cellText(record, column);
}

QVariant cellSortValue(const RequestRecord &record, RequestsColumn column)
{
    switch (column) {
    case RequestsColumn::Time:
        return record.endUs();
    case RequestsColumn::Status:
        return record.status;
    case RequestsColumn::Duration:
        return record.durationUs;
    case RequestsColumn::Ttfb:
        return record.ttfbUs;
    case RequestsColumn::Size:
        return record.bytesOut;
    case RequestsColumn::Reactor:
        return record.reactor;
    default:
        return cellText(record, column).toLower();
    }
}

bool lessInColumn(const RequestRecord &left, const RequestRecord &right, RequestsColumn column)
{
    switch (column) {
    case RequestsColumn::Time:
        return left.endUs() < right.endUs();
    case RequestsColumn::Method:
        return left.method < right.method;
    case RequestsColumn::Path:
        return left.path < right.path;
    case RequestsColumn::Status:
        return left.status < right.status;
    case RequestsColumn::Duration:
        return left.durationUs < right.durationUs;
    case RequestsColumn::Ttfb:
        return left.ttfbUs < right.ttfbUs;
    case RequestsColumn::Size:
        return left.bytesOut < right.bytesOut;
    case RequestsColumn::User:
        return left.shownUser() < right.shownUser();
    case RequestsColumn::Route:
        return left.route < right.route;
    case RequestsColumn::Reactor:
        return left.reactor < right.reactor;
    case RequestsColumn::Id:
        return left.id < right.id;
    case RequestsColumn::Peer:
        return left.peer < right.peer;
    }
    return false;
}

QString statusText(int status)
{
    return status == 0 ? QCoreApplication::translate("RequestsModel", "aborted") : QString::number(status);
}

QString statusPhrase(int status)
{
    return QString::fromLatin1(signalbox::statusPhrase(status));
}

} // namespace signalbox::ui
