// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace signalbox::ui {

class CopyButton;
class Session;

// What to do when the server has seen nothing yet: a curl line to copy, and sample traffic at a click. Main thread.
class FirstSteps : public QFrame {
    Q_OBJECT
public:
    explicit FirstSteps(const Theme &theme, QWidget *parent = nullptr);

    void setSession(Session *session); // null: none for now

private:
    QWidget *makeCurlLine(const Theme &theme);
    QWidget *makeSample();
    void toggleSample();
    void showSample();
    void showProblem(const QString &error);

    QPointer<Session> m_session;
    QLabel *m_curl;
    CopyButton *m_copy;
    QPushButton *m_sample;
    QProgressBar *m_progress;
    QLabel *m_problem;
};

} // namespace signalbox::ui
