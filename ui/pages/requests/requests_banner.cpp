// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/requests_banner.h"

#include "widgets/format.h"

namespace signalbox::ui {

RequestsBanner::RequestsBanner(QWidget *parent)
    : PageNotice(PageNotice::Tone::Warning, parent)
{
    setObjectName(QStringLiteral("requestsBanner"));
    connect(this, &PageNotice::actionTriggered, this, &RequestsBanner::reloadAsked);
}

void RequestsBanner::tellGap(qint64 fromMs, qint64 toMs)
{
    tell(tr("Of %1 to %2 not all requests are in this list.").arg(formatClock(fromMs), formatClock(toMs)),
         tr("Load anew"));
}

void RequestsBanner::forgetGap()
{
    tell({});
}

} // namespace signalbox::ui
