// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/redis_info.h"
#include "widgets/theme.h"

#include <QWidget>

namespace signalbox::ui {

// How much memory Redis uses, of what it may use, with a mark at the most that it ever used. Main thread.
class MemoryBar : public QWidget {
    Q_OBJECT
public:
    explicit MemoryBar(const Theme &theme, QWidget *parent = nullptr);

    void setMemory(qint64 used, qint64 peak, qint64 max); // max 0: no limit; then the peak is the whole
    double share() const; // used of the whole, 0 to 1
    Theme::Role colour() const;

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    qint64 whole() const;

    const Theme &m_theme;
    qint64 m_used = 0;
    qint64 m_peak = 0;
    qint64 m_max = 0;
};

} // namespace signalbox::ui
