// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>
#include <QHash>

class QButtonGroup;
class QVBoxLayout;

namespace signalbox::ui {

class RailButton;

// The list of pages at the left. Folds to icons in a narrow window. Main thread.
class Rail : public QFrame {
    Q_OBJECT
public:
    explicit Rail(const Theme &theme, QWidget *parent = nullptr);

    void addPage(const QString &id, const QString &title, const QString &icon, const QString &keys);
    void setCurrent(const QString &id);
    void setBadge(const QString &id, int count);
    void setFolded(bool folded);
    bool isFolded() const;

signals:
    void chosen(const QString &id);
    void helpAsked();

private:
    RailButton *addButton(const QString &objectName, const QString &title, const QString &icon, const QString &keys);

    const Theme &m_theme;
    QVBoxLayout *m_column;
    QVBoxLayout *m_pages;
    QWidget *m_brand;
    QButtonGroup *m_group;
    QHash<QString, RailButton *> m_buttons;
    QList<RailButton *> m_all;
    bool m_folded = false;
};

} // namespace signalbox::ui
