// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>
#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace signalbox::ui {

class CopyButton;
class Theme;

// The stack traces of a job, one attempt at a time, the last first. Main thread.
class JobFailures : public QWidget {
    Q_OBJECT
public:
    explicit JobFailures(const Theme &theme, QWidget *parent = nullptr);

    // The oldest first; when there were too many, the oldest are left out.
    void setTraces(const QStringList &traces, const QString &reason, bool areOldestLeftOut);

private:
    void show(int attempt);

    QStringList m_traces;
    QComboBox *m_attempts;
    QLabel *m_leftOut;
    QPlainTextEdit *m_text;
    CopyButton *m_copy;
    QStackedWidget *m_stack;
};

} // namespace signalbox::ui
