// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/closing_pane.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Width = 48 * Theme::Grid;

QString textOf(int requests)
{
    if (requests == 0)
        return ClosingPane::tr("All requests are done. The window closes when jobs that still run are, too.");
    if (requests == 1)
        return ClosingPane::tr("1 request left. The window closes when it is done.");
    return ClosingPane::tr("%1 requests left. The window closes when they are done.").arg(requests);
}

} // namespace

ClosingPane::ClosingPane(const Theme &theme, ServerControl &control, QWidget *window)
    : Overlay(theme, window, Place::Middle)
    , m_control(control)
    , m_text(new QLabel)
    , m_progress(new QProgressBar)
    , m_drop(new QPushButton(tr("Drop them now")))
{
    setObjectName(u"closingPane"_s);
    setAccessibleName(tr("Shutting down"));
    setDismissable(false);
    auto *title = new QLabel(tr("Shutting down"));
    Theme::setKind(title, "heading");
    m_text->setObjectName(u"closingPane.text"_s);
    m_text->setWordWrap(true);
    Theme::setKind(m_text, "muted");
    m_progress->setTextVisible(false);
    m_progress->setObjectName(u"closingPane.progress"_s);
    m_drop->setObjectName(u"closingPane.drop"_s);
    Theme::setKind(m_drop, "danger");

    auto *column = new QVBoxLayout(panel());
    column->setContentsMargins(3 * Theme::Grid, 3 * Theme::Grid, 3 * Theme::Grid, 2 * Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addWidget(title);
    column->addWidget(m_text);
    column->addWidget(m_progress);
    column->addSpacing(Theme::Grid);
    column->addWidget(m_drop, 0, Qt::AlignRight);
    panel()->setFixedWidth(Width);
    connect(m_drop, &QPushButton::clicked, this, &ClosingPane::dropRest);
    connect(&control, &ServerControl::draining, this, &ClosingPane::showLeft);
    connect(&control, &ServerControl::stateChanged, this, [this](ServerControl::State state) {
        if (m_begun && state == ServerControl::State::Stopped)
            emit finished();
    });
}

void ClosingPane::begin()
{
    if (m_begun)
        return;
    m_begun = true;
    m_text->setText(m_control.state() == ServerControl::State::Starting
                        ? tr("The server was opening its database. The window closes when that has ended.")
                        : tr("The server takes no new connections and finishes the requests that it has."));
    m_progress->setRange(0, 0);
    open();
    if (m_control.state() != ServerControl::State::Draining)
        m_control.stop();
}

void ClosingPane::showLeft(int requests)
{
    m_most = std::max(m_most, requests);
    m_text->setText(textOf(requests));
    m_progress->setRange(0, std::max(1, m_most));
    m_progress->setValue(m_most - requests);
    m_drop->setText(requests == 1 ? tr("Drop it now") : tr("Drop them now"));
}

void ClosingPane::dropRest()
{
    m_drop->setEnabled(false);
    m_control.stop();
}

} // namespace signalbox::ui
