// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/users/users_model.h"

#include <QTableView>

class QSettings;

namespace signalbox::ui {

// The table of users: several can be selected, and stay so when the list is loaded anew. Main thread.
class UsersTable : public QTableView {
    Q_OBJECT
public:
    // `settings` keeps the columns; all three must outlive it.
    UsersTable(const Theme &theme, UsersModel &model, QSettings &settings, QWidget *parent = nullptr);
    ~UsersTable() override;

    QString sortKey() const; // "-createdAt"
    QList<UserRow> chosen() const; // in the order of the table
    void select(const QString &id);

signals:
    void sortChanged();
    void chosenChanged();
    void opened(const QString &id);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void build(const Theme &theme);
    void makeHeader();
    void shareRoom();
    void rememberChosen();
    void restoreChosen();
    void takeSort(int column);

    UsersModel &m_model;
    QSettings &m_settings;
    QStringList m_chosenIds; // while the model is reset
    QString m_currentId;
    int m_scroll = 0;
    bool m_widthsChosen = false; // by a person, now or before
    bool m_sharing = false;
};

} // namespace signalbox::ui
