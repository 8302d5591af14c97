// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QPushButton;

namespace signalbox {
class Filter;
}

namespace signalbox::ui {

class Session;
class StateView;
class Theme;

// What an empty list says: why it is empty, and what to do about it. Main thread; the view must outlive it.
class NoRequests : public QObject {
    Q_OBJECT
public:
    NoRequests(const Theme &theme, StateView &view, QObject *parent = nullptr);

    void show(const Filter &filter, Session &session);

signals:
    void clearFilterAsked();
    void toast(const QString &text);

private:
    void showFiltered(const Filter &filter);
    void showOutOfRange(Session &session);
    void showFirst(Session &session);
    QPushButton *offer(const QString &objectName, const QString &text);

    const Theme &m_theme;
    StateView &m_view;
};

} // namespace signalbox::ui
