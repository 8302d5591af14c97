// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/page_notice.h"

namespace signalbox::ui {

// Says above the list that some requests are missing in it, until that is no longer so. Main thread.
class RequestsBanner : public PageNotice {
    Q_OBJECT
public:
    explicit RequestsBanner(QWidget *parent = nullptr);

    void tellGap(qint64 fromMs, qint64 toMs); // not all requests of that time are in the list
    void forgetGap();

signals:
    void reloadAsked();
};

} // namespace signalbox::ui
