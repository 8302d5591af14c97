// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/overlay.h"
#include "shell/server_control.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace signalbox::ui {

// Shown while the window waits for its server to shut down: what is left, and the way to drop it. Main thread.
class ClosingPane : public Overlay {
    Q_OBJECT
public:
    ClosingPane(const Theme &theme, ServerControl &control, QWidget *window);

    void begin(); // stops the server; finished() follows, at the latest after its shutdown timeout

signals:
    void finished();

private:
    void showLeft(int requests);
    void dropRest();

    ServerControl &m_control;
    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_drop;
    int m_most = 0;
    bool m_begun = false;
};

} // namespace signalbox::ui
