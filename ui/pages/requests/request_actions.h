// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/details_fetcher.h"
#include "pages/requests/request_replayer.h"
#include "widgets/shortcut.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QAction;
class QMenu;

namespace signalbox::ui {

class Session;
class Theme;

// What one can do with the chosen requests: copy them as commands or HAR, send them again. The actions are the same
// in the context menu, in the detail pane and by key. Main thread.
class RequestActions : public QObject {
    Q_OBJECT
public:
    using Chosen = std::function<QList<RequestRecord>()>; // in the order of the table

    // The keys work in `scope` and in what is in it.
    RequestActions(const Theme &theme, QWidget &scope, Chosen chosen);

    void setSession(Session *session);
    void fillMenu(QMenu &menu);
    QList<QAction *> ofDetail() const; // those that the detail pane offers
    QList<Shortcut> shortcuts() const;
    void enable(); // by what is chosen now

signals:
    void pinAsked();
    void userRequestsAsked(const QString &user);
    void userAsked(const QString &id);
    void toast(const QString &message);
    void replayed(const QByteArray &newId);

private:
    using Export = QString (*)(const RepeatableRequest &);

    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key);
    void addCopy(const QString &name, const QString &text, const QKeySequence &key, Export format);
    void copyAs(const QString &what, Export format);
    void copyHar();
    void saveHar();
    void writeHar(const QString &fileName, const QList<RequestRecord> &records);
    void replay();
    void editAndReplay();
    void openDialog(const RepeatableRequest &request, const QByteArray &original);
    void tellReplay(const RepeatableRequest &request, const RequestReplayer::Outcome &outcome);
    QString userOfChosen() const; // empty when it has none, or several are chosen
    QUrl server() const;

    const Theme &m_theme;
    QWidget &m_scope;
    Chosen m_chosen;
    QPointer<Session> m_session;
    DetailsFetcher m_fetcher;
    RequestReplayer m_replayer;
    QList<QAction *> m_actions;
    QString m_token; // given for a replay, in this run only
};

} // namespace signalbox::ui
