// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>
#include <QTimer>

namespace signalbox::ui {

class Theme;

// A short message over the bottom of its parent, gone after some seconds. One for a window; a newer one takes the
// place of the older. Main thread.
class Toast : public QLabel {
    Q_OBJECT
public:
    explicit Toast(QWidget *over);

    void show(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QTimer m_timer;
};

} // namespace signalbox::ui
