// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QDialog>

class QListWidget;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

class RememberedServers;

// The remembered servers: attach, change, forget. Main thread; show it with open().
class ServersDialog : public QDialog {
    Q_OBJECT
public:
    ServersDialog(const Theme &theme, RememberedServers &servers, QWidget *parent);

signals:
    void attachAsked(const QUrl &url);
    void changeAsked(const QUrl &url);
    void addAsked();

private:
    QVBoxLayout *makeButtons();
    void fill();
    QUrl current() const;

    RememberedServers &m_servers;
    QListWidget *m_list;
    QPushButton *m_attach = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_forget = nullptr;
};

} // namespace signalbox::ui
