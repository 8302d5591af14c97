// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/cache/namespaces_model.h"

#include <QFrame>

#include <optional>

class QHBoxLayout;
class QTableView;

namespace signalbox::ui {

class CacheCommands;
class NamespaceActions;
class Theme;

// The namespaces with their figures, in all and by strategy, and what one can do with the chosen one. Main thread.
class NamespacesPanel : public QFrame {
    Q_OBJECT
public:
    NamespacesPanel(const Theme &theme, CacheCommands &commands, QWidget *parent = nullptr);

    void setNamespaces(const QList<CacheNamespace> &namespaces);
    void select(const QString &name);

signals:
    void missesAsked();
    void keysAsked(const QString &pattern);
    void toast(const QString &message);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void build(const Theme &theme);
    void connectTable();
    std::optional<CacheNamespace> chosen() const; // the only one there is, else the one that is selected
    void showMenu(const QPoint &position);
    void fitHeight();

    NamespacesModel m_model;
    QTableView *m_table;
    NamespaceActions *m_actions;
};

} // namespace signalbox::ui
