// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "pages/cache/cache_commands.h"
#include "pages/metrics/cache_watch.h"
#include "pages/page.h"

class QSettings;
class QStackedWidget;

namespace signalbox::ui {

class BadgeLabel;
class HitRatePane;
class InvalidationsPane;
class KeysPane;
class NoticeBar;
class RedisPane;
class Segments;
class Theme;

// The cache and its Redis: how often it helps, what is in it, what was taken out and why, and how Redis is. Main
// thread.
class CachePage : public Page {
    Q_OBJECT
public:
    // The settings keep the section and the splitter; they and the theme must outlive the page.
    CachePage(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);
    ~CachePage() override; // remembers the section

    QString id() const override { return QStringLiteral("cache"); }
    QString title() const override { return tr("Cache"); }
    QString iconName() const override { return QStringLiteral("cache"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    void open(const QString &what) override; // "keys:PATTERN", "invalidations:WORDS", "redis", "namespace:NAME"
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum Section : int { HitRate, Keys, Invalidations, Redis, SectionCount };

    void build();
    QWidget *makeHead();
    void connectParts();
    void connectPanes();
    void addKeys();
    void followRange(Session &session);
    void forgetServer();
    void showSection(int section);
    void run(); // what is looked at asks the server, the rest not
    void showState();
    void showNotice();
    bool isPaused() const;

    const Theme &m_theme;
    QSettings &m_settings;
    QPointer<Session> m_session;
    Endpoint m_server; // whose cache is shown
    CacheWatch m_watch;
    CacheCommands m_commands;
    Segments *m_sections;
    BadgeLabel *m_redisBadge;
    NoticeBar *m_notice;
    QStackedWidget *m_stack; // a pane for each section
    HitRatePane *m_hitRate;
    KeysPane *m_keys;
    InvalidationsPane *m_invalidations;
    RedisPane *m_redis;
    bool m_active = false;
};

} // namespace signalbox::ui
