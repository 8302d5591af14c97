// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "request_record.h"

#include <QFrame>

#include <optional>

class QBoxLayout;
class QLabel;
class QPushButton;
class QLayout;
class QToolButton;

namespace signalbox::ui {

class Theme;

// The head of the detail pane: what was asked, how it went, and where one can go from it. Main thread.
class DetailHeader : public QFrame {
    Q_OBJECT
public:
    explicit DetailHeader(const Theme &theme, QWidget *parent = nullptr);

    void setRecord(const RequestRecord &record, double slowMs);
    void setActions(const QList<QAction *> &actions); // as buttons
    QWidget *actionBar(); // their buttons, to be placed where there is room
    void setStatusLine(const QString &text, bool failed = false); // "Loading…"; empty: nothing to say

signals:
    void linkActivated(const QString &link); // "route", "user", "trace", as offered by setRecord()
    void orientationAsked();
    void closed();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void prepareLabels();
    void buildLayout();
    QLayout *buildTitle();
    void setBadge(int status);
    void setLinks(const RequestRecord &record);
    void recolour();

    const Theme &m_theme;
    std::optional<RequestRecord> m_record; // shown
    QLabel *m_method;
    QLabel *m_path;
    QLabel *m_badge;
    QLabel *m_figures;
    QLabel *m_links;
    QLabel *m_status;
    QBoxLayout *m_lines = nullptr;
    QWidget *m_actions;
};

} // namespace signalbox::ui
