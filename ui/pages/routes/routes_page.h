// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "pages/metrics/admin_poller.h"
#include "pages/page.h"
#include "pages/routes/routes_model.h"

class QLabel;
class QLineEdit;
class QSettings;
class QSplitter;
class QTableView;

namespace signalbox::ui {

class ChosenRoute;
class NoticeBar;
class RouteDelegate;
class RouteDetail;
class StateView;
class Theme;

// Every route that was called in the range, and the chosen one in detail.
class RoutesPage : public Page {
    Q_OBJECT
public:
    // The settings keep columns, sort, splitter and filter; they and the theme must outlive the page.
    RoutesPage(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);
    ~RoutesPage() override; // remembers its layout

    QString id() const override { return QStringLiteral("routes"); }
    QString title() const override { return tr("Routes"); }
    QString iconName() const override { return QStringLiteral("routes"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    void open(const QString &what) override; // "GET /users/:id"
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildTable();
    void buildLayout();
    void connectSources();
    void connectTable();
    void connectDetail();
    void followSession(Session &session);
    void poll();
    void takeRoutes(const QCborMap &answer);
    void choose(const RouteRow &row);
    RouteRow known(const QString &method, const QString &route) const;
    void closeDetail();
    void forgetServer();
    void selectChosen();
    void takeSettings(const QCborMap &settings);
    void showNotice();
    void showState();
    void restoreLayout();
    void saveLayout();

    const Theme &m_theme;
    QSettings &m_settings;
    QPointer<Session> m_session;
    Endpoint m_server; // that the rows are of
    AdminPoller m_poller;
    RoutesModel m_model;
    RoutesProxy m_proxy;
    NoticeBar *m_notice;
    QLineEdit *m_filter;
    QLabel *m_count;
    QTableView *m_view;
    RouteDelegate *m_delegate;
    RouteDetail *m_detail;
    ChosenRoute *m_chosen;
    QSplitter *m_splitter;
    StateView *m_state;
    bool m_active = false;
    bool m_loaded = false; // an answer came in this session
};

} // namespace signalbox::ui
