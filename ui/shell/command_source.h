// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "shell/command.h"

#include <QCborMap>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

class QAction;

namespace signalbox::ui {

class AttachFlow;
class Page;
class RememberedServers;
class SessionKeeper;

// All that the palette can do and go to. Main thread.
class CommandSource : public QObject {
    Q_OBJECT
public:
    CommandSource(RememberedServers &servers, SessionKeeper &keeper, AttachFlow &attach, QObject *parent);

    void addPage(const Page &page, const QString &keys);
    void addAction(QAction *action, const QString &icon); // shown while it is enabled

    QList<Command> commands();
    QList<Command> ofText(const QString &text); // a request by its id, a search for the text
    void askForRoutes(); // commandsArrived() follows, if there is a server
    void askForQueues(); // likewise
    void askForUsers(const QString &text); // likewise, when the typing has paused and someone matches

signals:
    void goAsked(const QString &pageId, const QString &what);
    void commandsArrived(const QList<signalbox::ui::Command> &commands);

private:
    Command go(const QString &title, const QString &group, const QString &icon, const QString &pageId,
               const QString &what);
    QList<Command> serverCommands();
    void findUsers();
    void takeUsers(const QCborMap &answer);

    struct PageEntry {
        QString id;
        QString title;
        QString icon;
        QString keys;
    };
    struct ActionEntry {
        QAction *action;
        QString icon;
    };

    RememberedServers &m_servers;
    SessionKeeper &m_keeper;
    AttachFlow &m_attach;
    QList<PageEntry> m_pages;
    QList<ActionEntry> m_actions;
    QTimer m_typing;
    QString m_typed;
    QSet<QString> m_usersTold; // their ids, since the palette was opened
};

} // namespace signalbox::ui
