// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_details.h"

#include <QString>
#include <QStringList>
#include <QUrl>

namespace signalbox::ui {

// A request that can be sent again, by us or by another program: what is known of it. A value; any thread.
struct RepeatableRequest {
    QByteArray method;
    QUrl server; // scheme, host and port
    QByteArray path; // with its query, as it came
    HeaderList headers; // without those that the sender makes itself: Host, Content-Length…
    QByteArray body;
    bool captured = true; // false: headers and body are not known
    bool bodyTruncated = false; // more came than was kept

    static RepeatableRequest fromRecord(const RequestRecord &record, const QUrl &server);
    static RepeatableRequest fromDetails(const RequestDetails &details, const QUrl &server);

    QByteArray url() const; // as it goes on the wire
    QStringList struckOutHeaders() const; // names of those whose value the server struck out
    // For a person: what sending this would lack ("Authorization was struck out"); empty when nothing.
    QStringList missing() const;
};

// Commands that a person may paste. Whatever a client sent is quoted: nothing in it is read by the shell, by the
// program as an option or file name, or by JavaScript as anything but text. Pure functions.
QString toCurl(const RepeatableRequest &request); // POSIX shell, curl
QString toHttpie(const RepeatableRequest &request); // POSIX shell, HTTPie
QString toFetch(const RepeatableRequest &request); // JavaScript

QString shellQuoted(const QByteArray &text); // one POSIX shell word; NUL, which no argument can hold, is left out

} // namespace signalbox::ui
