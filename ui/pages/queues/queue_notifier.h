// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/queues/queue_alert.h"

#include <QIcon>
#include <QObject>
#include <QSet>

class QSystemTrayIcon;

namespace signalbox::ui {

// Tells a person of alerts that are new: on the desktop where it can and the window is not in front, else in the
// window. Those that there were when it began are on the rail's badge, and not told. Main thread.
class QueueNotifier : public QObject {
    Q_OBJECT
public:
    explicit QueueNotifier(QIcon icon, QObject *parent = nullptr);

    void take(const QList<QueueAlert> &alerts);
    void forget(); // those of another server are not new

signals:
    void toast(const QString &message);
    void queueAsked(const QString &queueId); // the message on the desktop was clicked; empty: it was of another server

private:
    void tell(const QList<QueueAlert> &fresh);
    bool tellDesktop(const QString &title, const QString &text);

    QIcon m_icon;
    QSystemTrayIcon *m_tray = nullptr; // from the first message on
    QSet<QString> m_known;
    QString m_toldQueue; // of the last message
    bool m_begun = false;
};

} // namespace signalbox::ui
