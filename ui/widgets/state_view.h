// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QStackedWidget>
#include <QTimer>

namespace signalbox::ui {

class EmptyState;

// A content, or what stands in its place: loading (only shown if it takes longer than 200 ms, the old content stays
// until then), empty, failed, disconnected. Takes ownership of the content. Main thread.
class StateView : public QStackedWidget {
    Q_OBJECT
public:
    enum class State : quint8 { Content, Loading, Empty, Failed, Disconnected };
    Q_ENUM(State)

    explicit StateView(const Theme &theme, QWidget *content, QWidget *parent = nullptr);

    State state() const;
    EmptyState &emptyState(); // to add actions

    void showContent();
    void showLoading();
    void showEmpty(const QString &icon, const QString &title, const QString &text);
    void showFailed(const QString &error); // with a button that emits retryAsked()
    void showDisconnected(const QString &reason);

signals:
    void retryAsked();

private:
    void showInstead(State state, const QString &icon, const QString &title, const QString &text);

    QWidget *m_content;
    EmptyState *m_empty;
    QTimer m_loading;
    State m_state = State::Content;
};

} // namespace signalbox::ui
