// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/requests/saved_filters.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace signalbox::ui {

class FilterEdit;
class Theme;

// Above the table: the filter, what is wrong with it, the toggles, the saved ones. The text of the filter is all
// there is to know; a toggle is a term in it. Main thread.
class FilterBar : public QFrame {
    Q_OBJECT
public:
    FilterBar(const Theme &theme, QSettings &settings, QWidget *parent = nullptr);

    FilterEdit &edit();
    SavedFilters &saved();
    void addTerm(const QString &term);

signals:
    void columnsAsked(QMenu &menu);

private:
    QHBoxLayout *makeRow(const Theme &theme);
    QPushButton *makeToggle(const QString &name, const QString &text, const QString &term, const QIcon &icon);
    QToolButton *makeMenuButton(const QString &name, const QString &text, const QIcon &icon);
    void showError();
    void fillSaved(QMenu &menu);
    void askForName();

    SavedFilters m_saved;
    FilterEdit *m_edit;
    QLabel *m_error;
};

} // namespace signalbox::ui
