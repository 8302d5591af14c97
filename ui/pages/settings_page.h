// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "pages/page.h"
#include "widgets/theme.h"

#include <QCborMap>
#include <QPointer>

class QBoxLayout;
class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QScrollArea;
class QSpinBox;

namespace signalbox::ui {

// What may change while the server runs, and how the window looks. A change is sent at once; if the server refuses it,
// the page says so and shows what holds. Main thread.
class SettingsPage : public Page {
    Q_OBJECT
public:
    explicit SettingsPage(Theme &theme, QWidget *parent = nullptr);

    QString id() const override;
    QString title() const override;
    QString iconName() const override;
    void setSession(Session *session) override;

private:
    QScrollArea *makeColumn();
    QWidget *makeServerCard();
    QWidget *makeAppearanceCard();
    QWidget *makeKeysCard() const;
    QWidget *makeAboutCard() const;
    void connectServerCard();
    void change(const QString &key, const QCborValue &value);
    void showSettings(const QCborMap &settings);
    void showTheme();

    Theme &m_theme;
    QPointer<Session> m_session;
    QWidget *m_server = nullptr;
    QSpinBox *m_slowMs;
    QComboBox *m_logLevel;
    QCheckBox *m_capture;
    QCheckBox *m_demo;
    QLabel *m_problem;
    QButtonGroup *m_modes;
};

} // namespace signalbox::ui
