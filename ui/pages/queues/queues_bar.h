// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QAction;
class QLineEdit;
class QToolButton;

namespace signalbox::ui {

class BadgeLabel;
class Theme;

// Above the queues: what they are filtered by, and what is done to all of them. Main thread.
class QueuesBar : public QFrame {
    Q_OBJECT
public:
    explicit QueuesBar(const Theme &theme, QWidget *parent = nullptr);

    QString filter() const;
    void clearFilter();
    void focusSearch();
    void setAlerts(qsizetype count); // that are not snoozed

signals:
    void filterChanged(const QString &text);
    void left(); // Esc in an empty field, or Down
    void alertsAsked();
    void connectionsAsked();
    void addAsked();
    void pauseAllAsked(bool paused);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *addButton(const QString &name, const QString &text, const QString &icon);
    void addMenu();

    const Theme &m_theme;
    QLineEdit *m_filter;
    BadgeLabel *m_alertBadge;
    QToolButton *m_alerts;
};

} // namespace signalbox::ui
