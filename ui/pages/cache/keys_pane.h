// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/key_scan.h"
#include "pages/cache/keys_model.h"
#include "pages/metrics/cache_state.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QSettings;
class QStackedWidget;
class QTableView;

namespace signalbox::ui {

class CacheCommands;
class DetailSplitter;
class KeyActions;
class KeyDetail;
class KeysBar;
class KeysFooter;
class NoRedis;
class StateView;

// The keys of Redis: found by SCAN in steps, never all at once; the chosen one in detail; one or all that match can be
// deleted. Main thread.
class KeysPane : public QWidget {
    Q_OBJECT
public:
    // The settings keep the splitter; all three must outlive it.
    KeysPane(const Theme &theme, QSettings &settings, CacheCommands &commands, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setActive(bool active);
    void setState(const std::optional<CacheState> &state);
    void look(const QString &pattern);
    void forget(); // another server's
    void focusSearch();
    bool closeDetail(); // false: none was open

signals:
    void toast(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTableView *makeTable();
    void build(QSettings &settings);
    void connectScan();
    void connectTable();
    void connectDetail();
    void scan();
    void deleteAll();
    void openKey(const QModelIndex &index);
    std::optional<KeyRow> chosen() const;
    void copyValue();
    void showMenu(const QPoint &position);
    bool isUp() const; // Redis
    void showState();
    void showEmpty();

    const Theme &m_theme;
    CacheCommands &m_commands;
    QPointer<Session> m_session;
    std::optional<RedisLink> m_link;
    KeyScan m_scan;
    KeysModel m_model;
    KeysProxy m_sorted;
    QTimer m_second;
    KeysBar *m_bar;
    QTableView *m_table;
    StateView *m_states;
    KeyDetail *m_detail;
    DetailSplitter *m_splitter;
    NoRedis *m_noRedis;
    QStackedWidget *m_stack; // the keys, or why there are none
    KeysFooter *m_footer;
    KeyActions *m_actions;
    bool m_active = false;
};

} // namespace signalbox::ui
