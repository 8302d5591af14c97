// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace signalbox::ui {

// A line across the page that says something and offers to do something about it: "1,203 new", "Connection lost".
// Main thread.
class PageNotice : public QFrame {
    Q_OBJECT
public:
    enum class Tone : quint8 { News, Warning };

    explicit PageNotice(Tone tone, QWidget *parent = nullptr);

    void tell(const QString &text, const QString &action = {}); // an empty text hides it
    QString text() const;

signals:
    void actionTriggered();

protected:
    void mousePressEvent(QMouseEvent *event) override;

private:
    Tone m_tone;
    QLabel *m_text;
    QPushButton *m_action;
};

} // namespace signalbox::ui
