// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/command_palette.h"

#include "shell/command_delegate.h"
#include "shell/command_model.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Width = 72 * Theme::Grid;
constexpr int RowsShown = 9;
constexpr int RowsInPage = 8;

} // namespace

CommandPalette::CommandPalette(const Theme &theme, QWidget *window)
    : Overlay(theme, window, Place::Top)
    , m_field(new QLineEdit)
    , m_list(new QListView)
    , m_model(new CommandModel(this))
{
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    m_field->setObjectName(u"commandPalette.field"_s);
    m_field->setPlaceholderText(tr("Go to a page, route, queue, request or server, or run a command"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->addAction(theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_field->installEventFilter(this);
    Theme::setKind(m_field, "palette");
    m_list->setObjectName(u"commandPalette.list"_s);
    m_list->setAccessibleName(tr("Matches"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(theme, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setFixedHeight(RowsShown * CommandDelegate::RowHeight);
    Theme::setKind(m_list, "palette");

    auto *column = new QVBoxLayout(panel());
    column->setContentsMargins(Theme::Grid, Theme::Grid, Theme::Grid, Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addWidget(m_field);
    column->addWidget(m_list);
    panel()->setFixedWidth(Width);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::runCurrent);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
}

void CommandPalette::openWith(QList<Command> commands)
{
    m_model->setCommands(std::move(commands));
    m_field->clear();
    search({});
    open();
    m_field->setFocus();
}

void CommandPalette::addCommands(const QList<Command> &commands)
{
    const int row = m_list->currentIndex().row();
    m_model->addCommands(commands);
    select(std::max(row, 0));
}

void CommandPalette::setOfText(OfText ofText)
{
    m_ofText = std::move(ofText);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return Overlay::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_PageDown:
        move(RowsInPage);
        return true;
    case Qt::Key_PageUp:
        move(-RowsInPage);
        return true;
    default:
        return false;
    }
}

void CommandPalette::search(const QString &text)
{
    m_model->setQuery(text, m_ofText ? m_ofText(text.trimmed()) : QList<Command>());
    select(0);
}

void CommandPalette::move(int rows)
{
    select(std::clamp(m_list->currentIndex().row() + rows, 0, std::max(0, m_model->rowCount() - 1)));
}

void CommandPalette::select(int row)
{
    m_list->setCurrentIndex(m_model->index(row, 0));
}

// Closed first, since a command may open something of its own.
void CommandPalette::runCurrent()
{
    const int row = m_list->currentIndex().row();
    if (row < 0)
        return;
    const Command command = m_model->command(row);
    dismiss();
    command.run();
}

} // namespace signalbox::ui
