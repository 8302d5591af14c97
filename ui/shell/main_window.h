// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "client/remembered_servers.h"
#include "client/time_range.h"
#include "shell/loop_lag.h"
#include "shell/session_keeper.h"
#include "shell/window_layout.h"

#include <QWidget>

class QSettings;
class QStackedWidget;

namespace signalbox::ui {

class AttachFlow;
class ClosingPane;
class CommandPalette;
class CommandSource;
class ServerNoticeBar;
class Page;
class Rail;
class ServerActions;
class ServerNotices;
class ShortcutHelp;
class StatusBar;
class Theme;
class Toast;
class TopBar;

// The window: a frame around pages, which it hands the server that it watches. What each part of the frame does is in
// the part's own class; here they are put together. Main thread. `theme`, `settings` and `control` must outlive it.
class MainWindow : public QWidget {
    Q_OBJECT
public:
    // `control` is null when no server runs in this process (--attach).
    MainWindow(Theme &theme, QSettings &settings, ServerControl *control, QWidget *parent = nullptr);
    ~MainWindow() override;

    TimeRange &range();
    void addPage(Page *page); // takes ownership; in the order of the rail
    void ready(); // all pages are there: restores the layout and the page
    void attach(const Endpoint &endpoint); // asks for the token if it has none

    void go(const QString &pageId, const QString &what = {});
    Page *currentPage() const;
    Session *session() const;

signals:
    void closed(); // after the server's shutdown, if it ran, and the end of a sign-in

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build();
    void connectParts();
    void addShortcuts();
    void addWindowCommands();
    QAction *addCommand(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys);
    void connectPage(Page *page);
    void setCurrent(Page &page);
    Page *page(const QString &id) const;
    void useSession(Session *session);
    void showServer();
    void openPalette();
    void openHelp();
    void toggleSampleTraffic();

    Theme &m_theme;
    QSettings &m_settings;
    ServerControl *m_control;
    TimeRange m_range;
    LoopLag m_lag;
    WindowLayout m_layout;
    RememberedServers m_servers;
    SessionKeeper m_keeper;
    Rail *m_rail;
    TopBar *m_topBar;
    ServerNoticeBar *m_notice;
    QStackedWidget *m_stack;
    StatusBar *m_statusBar;
    ServerActions *m_actions; // null without control
    AttachFlow *m_attach;
    ServerNotices *m_notices;
    CommandSource *m_commands;
    CommandPalette *m_palette;
    ShortcutHelp *m_help;
    ClosingPane *m_closing; // null without control
    Toast *m_toast;
    QList<Page *> m_pages;
    bool m_mayClose = false;
};

} // namespace signalbox::ui
