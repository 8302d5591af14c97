// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "client/endpoint.h"
#include "widgets/theme.h"

#include <QDialog>

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

// Asks for the address, name, colour and token of a server to watch. Main thread; show it with open().
class AttachDialog : public QDialog {
    Q_OBJECT
public:
    explicit AttachDialog(const Theme &theme, QWidget *parent);

    void setEndpoint(const Endpoint &endpoint); // to start from
    void setProblem(const QString &problem); // why it asks again

signals:
    void chosen(const signalbox::ui::Endpoint &endpoint, bool keepToken);

private:
    QLineEdit *addField(const QString &name, const QString &label, const QString &placeholder);
    void addColors();
    void addTokenHelp();
    void addButtons();
    void check();
    void choose();
    Endpoint entered() const;

    const Theme &m_theme;
    QLabel *m_problem;
    QLineEdit *m_url;
    QLineEdit *m_name;
    QButtonGroup *m_colors;
    QLineEdit *m_token;
    QCheckBox *m_keep;
    QPushButton *m_ok;
};

} // namespace signalbox::ui
