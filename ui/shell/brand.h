// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QWidget>

namespace signalbox::ui {

// The mark and the name over the rail; the mark alone where there is no room. Main thread.
class Brand : public QWidget {
    Q_OBJECT
public:
    explicit Brand(const Theme &theme, QWidget *parent = nullptr);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QIcon m_mark;
};

} // namespace signalbox::ui
