// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/cursor_list.h"
#include "client/endpoint.h"
#include "pages/audit/audit_model.h"
#include "pages/page.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTableView;

namespace signalbox::ui {

class AuditDetail;
class NoticeBar;
class StateView;
class Theme;

// What admins did: who, when, to whom, and each field before and after. Main thread.
class AuditPage : public Page {
    Q_OBJECT
public:
    explicit AuditPage(const Theme &theme, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("audit"); }
    QString title() const override { return tr("Audit"); }
    QString iconName() const override { return QStringLiteral("audit"); }
    void setSession(Session *session) override;
    void setActive(bool active) override;
    void open(const QString &what) override; // "target:ID", "actor:ID", or words to search for
    void focusSearch() override;
    QList<Shortcut> shortcuts() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeBar();
    void build();
    void connectParts();
    void forgetServer();
    void ask();
    void showEntry(const QModelIndex &index);
    void closeDetail();
    void narrow(const QString &key, const QString &id);
    void setNarrowed(const QString &key, const QString &id);
    void showState();

    const Theme &m_theme;
    QPointer<Session> m_session;
    Endpoint m_server; // whose entries are shown
    CursorList m_list;
    AuditModel m_model;
    QTimer m_typing;
    QTimer m_refresh;
    QString m_narrowKey; // actor or target, and whose id
    QString m_narrowId;
    QLineEdit *m_search;
    QComboBox *m_action;
    QPushButton *m_narrowed;
    NoticeBar *m_notice;
    QTableView *m_table;
    AuditDetail *m_detail;
    QSplitter *m_splitter;
    StateView *m_state;
    bool m_active = false;
};

} // namespace signalbox::ui
