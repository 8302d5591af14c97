// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/metrics/cache_state.h"

#include <QWidget>

class QLabel;

namespace signalbox::ui {

class CopyButton;

// What stands where Redis's own would be while there is none: why, what to do, and what works all the same. Main
// thread.
class NoRedis : public QWidget {
    Q_OBJECT
public:
    explicit NoRedis(const Theme &theme, QWidget *parent = nullptr);

    void setLink(const RedisLink &link);

private:
    QWidget *makeHint(const Theme &theme);
    QWidget *makeWorks();

    QLabel *m_title;
    QLabel *m_text;
    QWidget *m_hintLine;
    QLabel *m_hint;
    CopyButton *m_copy;
};

} // namespace signalbox::ui
