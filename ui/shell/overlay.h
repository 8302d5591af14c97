// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QPointer>
#include <QWidget>

namespace signalbox::ui {

// A panel over the whole window: what lies below is dimmed and out of reach, Tab stays inside. Esc, and a click
// beside the panel, close it, unless it must stay. Main thread.
class Overlay : public QWidget {
    Q_OBJECT
public:
    enum class Place : quint8 { Top, Middle };

    Overlay(const Theme &theme, QWidget *window, Place place);

    QWidget *panel() const; // give it a layout
    void setDismissable(bool dismissable); // it is at first

    virtual void open();
    virtual void dismiss();

signals:
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void arrange();

    const Theme &m_theme;
    QWidget *m_panel;
    Place m_place;
    QPointer<QWidget> m_focusBefore;
    bool m_dismissable = true;
};

} // namespace signalbox::ui
