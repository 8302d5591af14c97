// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/state_view.h"

#include "widgets/empty_state.h"

#include <QPushButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto LoadingShowsAfter = 200ms;

} // namespace

StateView::StateView(const Theme &theme, QWidget *content, QWidget *parent)
    : QStackedWidget(parent)
    , m_content(content)
    , m_empty(new EmptyState(theme))
{
    addWidget(content);
    addWidget(m_empty);
    m_loading.setSingleShot(true);
    connect(&m_loading, &QTimer::timeout, this, [this] {
        showInstead(State::Loading, u"clock"_s, tr("Loading…"), tr("The server has not answered yet."));
    });
}

StateView::State StateView::state() const
{
    return m_state;
}

EmptyState &StateView::emptyState()
{
    return *m_empty;
}

void StateView::showContent()
{
    m_loading.stop();
    m_state = State::Content;
    setCurrentWidget(m_content);
}

void StateView::showLoading()
{
    if (!m_loading.isActive() && m_state != State::Loading)
        m_loading.start(LoadingShowsAfter);
}

void StateView::showEmpty(const QString &icon, const QString &title, const QString &text)
{
    showInstead(State::Empty, icon, title, text);
}

void StateView::showFailed(const QString &error)
{
    showInstead(State::Failed, u"alert"_s, tr("That did not work"), error);
    QPushButton *retry = m_empty->addAction(tr("Try again"));
    retry->setObjectName(u"retryButton"_s);
    connect(retry, &QPushButton::clicked, this, &StateView::retryAsked);
}

void StateView::showDisconnected(const QString &reason)
{
    showInstead(State::Disconnected, u"disconnected"_s, tr("Not connected"), reason);
}

void StateView::showInstead(State state, const QString &icon, const QString &title, const QString &text)
{
    m_loading.stop();
    m_state = state;
    m_empty->clearActions();
    m_empty->set(icon, title, text);
    setCurrentWidget(m_empty);
}

} // namespace signalbox::ui
