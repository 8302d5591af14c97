// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/password_login.h"
#include "widgets/theme.h"

#include <QDialog>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

class Segments;

// Asks for the address, name and colour of a server to watch, and for an admin's token or email and password. Signs in
// itself, so that a refusal shows where it can be mended. Main thread; show it with open().
class AttachDialog : public QDialog {
    Q_OBJECT
public:
    explicit AttachDialog(const Theme &theme, QWidget *parent);

    void setEndpoint(const Endpoint &endpoint); // to start from
    void setProblem(const QString &problem); // why it asks again

signals:
    void chosen(const signalbox::ui::Endpoint &endpoint, bool keepToken);

private:
    QLineEdit *addField(QLayout &column, const QString &name, const QString &label, const QString &placeholder);
    void addColors();
    void addWays();
    QWidget *makeTokenFields();
    QWidget *makePasswordFields();
    void addButtons();
    void showWay();
    bool usesPassword() const;
    void check();
    void choose();
    void takeSignIn(const Endpoint &endpoint);
    void takeRefusal(const QString &reason);
    Endpoint entered() const;

    const Theme &m_theme;
    QLabel *m_problem;
    QLineEdit *m_url;
    QLineEdit *m_name;
    QButtonGroup *m_colors;
    Segments *m_ways;
    QWidget *m_tokenFields;
    QLineEdit *m_token;
    QCheckBox *m_keep;
    QWidget *m_passwordFields;
    QLineEdit *m_email;
    QLineEdit *m_password;
    QPushButton *m_ok;
    PasswordLogin m_login;
};

} // namespace signalbox::ui
