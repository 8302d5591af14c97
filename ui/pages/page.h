// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/shortcut.h"

#include <QList>
#include <QString>
#include <QWidget>

namespace signalbox::ui {

class Session;

// A page of the window: what the rail lists. Pages know nothing of one another; they ask to go elsewhere by openLink().
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString id() const = 0; // "requests"; also the object name's prefix
    virtual QString title() const = 0;
    virtual QString iconName() const = 0; // of resources/icons, without ".svg"
    virtual void setSession(Session *session) = 0; // null: none for now; keep what is shown
    virtual void setActive(bool active) { Q_UNUSED(active) } // shown or not: a hidden page asks the server for little
    // What a link says after the page's id: a filter for requests, a "GET /users/:id" for routes.
    virtual void open(const QString &what) { Q_UNUSED(what) }
    virtual void focusSearch() { }
    virtual QList<Shortcut> shortcuts() const { return {}; } // its own; those of the window are known

signals:
    void openLink(const QString &pageId, const QString &what);
    void badgeChanged(int count); // on the rail; 0 for none
    void notShownChanged(qint64 count); // what a rate or a pause left out, for the status bar
    void toast(const QString &message);
};

} // namespace signalbox::ui
