// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/admin_client.h"
#include "pages/requests/request_details.h"

#include <QFrame>
#include <QPointer>

#include <optional>

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace signalbox::ui {

class BodyView;
class DetailHeader;
class HeadersModel;
class LogLinesModel;
class Session;
class SpanTimeline;
class Theme;

// One request, whole: spans, headers, bodies, log lines. Shows at once what the table knows and asks the server for
// the rest. Main thread.
class DetailPane : public QFrame {
    Q_OBJECT
public:
    enum class State : quint8 { Empty, Loading, Ready, Gone, Failed };
    Q_ENUM(State)

    explicit DetailPane(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session);
    void showRequest(const RequestRecord &record, double slowMs);
    void clear();

    State state() const;
    const RequestDetails &details() const; // at least the record, once something is shown
    DetailHeader &header();
    QTabWidget &tabs();

signals:
    void loaded();
    void routeAsked(const QString &methodAndRoute);
    void userAsked(const QString &id); // to show who it is
    void termAsked(const QString &term); // of a filter
    void toast(const QString &message);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeadersTab(const Theme &theme);
    QWidget *makeBodyTab(const Theme &theme);
    QWidget *makeLogsTab(const Theme &theme);
    QSplitter *split(QWidget *request, QWidget *answer);
    QWidget *withCaptureNote(QWidget *tab);
    void load();
    void take(const AdminClient::Answer &answer);
    void fill(const QCborMap &answer);
    void fillCapture();
    void setState(State state, const QString &error = {});
    void tellCapture();
    void startCapture();
    void follow(const QString &link);

    QPointer<Session> m_session;
    RequestDetails m_details;
    State m_state = State::Empty;
    int m_generation = 0;

    DetailHeader *m_header;
    QTabWidget *m_tabs;
    SpanTimeline *m_timeline;
    HeadersModel *m_requestHeaders;
    HeadersModel *m_responseHeaders;
    BodyView *m_requestBody = nullptr;
    BodyView *m_responseBody = nullptr;
    LogLinesModel *m_logs;
    QStackedWidget *m_logsStack = nullptr;
    QPlainTextEdit *m_raw;
    QList<QSplitter *> m_splitters; // of what came from what went out
    QList<QStackedWidget *> m_captureStacks; // 0: what was captured, 1: why there is nothing
    QList<QLabel *> m_captureNotes;
};

} // namespace signalbox::ui
