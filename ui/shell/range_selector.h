// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/time_range.h"

#include <QFrame>

class QButtonGroup;
class QToolButton;

namespace signalbox::ui {

class Theme;

// The time that all pages show, as a row of segments; a custom one shows its range, and a click on it goes back to
// live. Main thread.
class RangeSelector : public QFrame {
    Q_OBJECT
public:
    RangeSelector(const Theme &theme, TimeRange &range, QWidget *parent = nullptr);

private:
    void addSegment(TimeRange::Kind kind, const QString &name, const QString &text, const QString &tip);
    void addCustom(const Theme &theme);
    void show();

    TimeRange &m_range;
    QButtonGroup *m_group;
    QToolButton *m_custom;
};

} // namespace signalbox::ui
