// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/audit/audit_diff_model.h"
#include "widgets/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace signalbox::ui {

// One entry of the audit log: who did what to whom from where, and each field before and after. Main thread.
class AuditDetail : public QFrame {
    Q_OBJECT
public:
    explicit AuditDetail(const Theme &theme, QWidget *parent = nullptr);

    void setEntry(const AuditEntry &entry);

signals:
    void closed();
    void userAsked(const QString &id);
    void trailAsked(const QString &targetId); // all that was done to them

private:
    void dressLabels();
    QLayout *makeTitle();
    QLayout *makeButtons();

    const Theme &m_theme;
    AuditEntry m_entry;
    AuditDiffModel m_diff;
    QLabel *m_title;
    QLabel *m_facts;
    QLabel *m_none;
    QTableView *m_table;
    QPushButton *m_user;
    QPushButton *m_trail;
};

} // namespace signalbox::ui
