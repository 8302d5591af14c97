// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/request_details.h"

#include <QList>
#include <QUrl>

namespace signalbox::ui {

// An HTTP Archive (HAR 1.2) of the requests, as JSON. What was not captured is left empty, with a comment that says
// so; spans and ids are in the extension `_signalbox`. Pure.
QByteArray toHar(const QList<RequestDetails> &requests, const QUrl &server);

} // namespace signalbox::ui
