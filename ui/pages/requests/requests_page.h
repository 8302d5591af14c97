// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/page.h"
#include "pages/requests/requests_source.h"
#include "pages/requests/seen_values.h"

#include <QPointer>
#include <QTimer>

class QLabel;
class QSettings;

namespace signalbox::ui {

class DetailPane;
class DetailSplitter;
class FilterBar;
class NoRequests;
class RequestActions;
class RequestsBanner;
class RequestsList;
class Theme;

// Every request as it comes, and what is in one. Main thread.
class RequestsPage : public Page {
    Q_OBJECT
public:
    // The settings keep columns, splitter and saved filters; they and the theme must outlive the page.
    RequestsPage(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    QString id() const override;
    QString title() const override;
    QString iconName() const override;
    void setSession(Session *session) override;
    void setActive(bool active) override;
    void open(const QString &filter) override; // "id:…" also opens that request
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

private:
    void build();
    void connectSource();
    void connectList();
    void connectDetail();
    void addKeys();
    void takeSettings();
    void forgetServer();
    void showState();
    void takeFirstPage(const QList<RequestRecord> &newestFirst);
    void takeArrived(const QList<RequestRecord> &oldestFirst, qint64 skipped);
    void takeGap(qint64 fromMs, qint64 toMs);
    void openRequest(const QByteArray &key);
    void closeDetail();
    void showChosen();
    void tellCount();
    void tellNotShown();
    void togglePause();
    void showMenu(const QPoint &position);

    QPointer<Session> m_session;
    Endpoint m_server; // that the rows are of
    RequestsSource m_source;
    SeenValues m_seen;
    QTimer m_chosenTimer; // a held arrow key must not ask for every row it passes
    QString m_openOnArrival; // id
    QByteArray m_shownKey; // in the detail pane
    qint64 m_skipped = 0;
    int m_slowUnseen = 0;

    FilterBar *m_filterBar;
    RequestsBanner *m_banner;
    DetailSplitter *m_splitter;
    RequestsList *m_list;
    NoRequests *m_none;
    DetailPane *m_detail;
    QLabel *m_count;
    RequestActions *m_actions;
};

} // namespace signalbox::ui
