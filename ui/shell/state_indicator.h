// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/server_status.h"

#include <QWidget>

class QLabel;

namespace signalbox::ui {

class CopyButton;

// The state of the server: a dot, words, and its URL with a copy button. Main thread.
class StateIndicator : public QWidget {
    Q_OBJECT
public:
    explicit StateIndicator(const Theme &theme, QWidget *parent = nullptr);

    void setStatus(const ServerStatus &status);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    const Theme &m_theme;
    ServerStatus m_status;
    QLabel *m_text;
    QLabel *m_url;
    CopyButton *m_copy;
};

} // namespace signalbox::ui
