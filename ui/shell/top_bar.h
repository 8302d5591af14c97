// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/server_status.h"

#include <QFrame>

class QMenu;
class QPushButton;

namespace signalbox::ui {

class PauseButton;
class RangeSelector;
class StateIndicator;
class TimeRange;

// Over every page: which server, how it is, the time that is shown, pause, and the way to anywhere. Main thread.
class TopBar : public QFrame {
    Q_OBJECT
public:
    TopBar(const Theme &theme, TimeRange &range, QWidget *parent = nullptr);

    void setServer(const QString &name, const QColor &color);
    void setStatus(const ServerStatus &status);
    void setServerMenu(QMenu *menu);

signals:
    void searchAsked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void paintServerButton();

    const Theme &m_theme;
    QPushButton *m_server;
    StateIndicator *m_state;
    QPushButton *m_search;
    QColor m_serverColor;
};

} // namespace signalbox::ui
