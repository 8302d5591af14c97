// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_columns.h"

#include <QCoreApplication>

#include <array>

namespace signalbox::ui {

namespace {

struct ColumnText {
    const char *title;
    const char *hint;
};

constexpr std::array<ColumnText, RequestsColumnCount> columnTexts{{
    {"Time",
     "When the request ended, on this machine's clock: a request is in the list, and in the charts, from then on"},
    {"Method", "GET, POST…"},
    {"Path", "What was asked for, with its query"},
    {"Status", "The answer's status; “aborted” when the client went away before it"},
    {"Duration", "From the first byte of the request to the last of the answer"},
    {"TTFB", "Time to the first byte of the answer"},
    {"Size", "Bytes of the answer"},
    {"User", "Who asked"},
    {"Route", "The pattern that matched"},
    {"Reactor", "The thread that served it"},
    {"Request id", "The answer's x-request-id"},
    {"Peer", "The client's address and port"},
}};

QString translated(const char *text)
{
    return QCoreApplication::translate("RequestsColumn", text);
}

} // namespace

bool isRightAligned(RequestsColumn column)
{
    return column == RequestsColumn::Ttfb || column == RequestsColumn::Size || column == RequestsColumn::Reactor;
}

QString columnTitle(RequestsColumn column)
{
    return translated(columnTexts.at(std::size_t(column)).title);
}

QString columnHint(RequestsColumn column)
{
    return translated(columnTexts.at(std::size_t(column)).hint);
}

} // namespace signalbox::ui
