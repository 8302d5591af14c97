// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/filter_bar.h"

#include "widgets/filter_edit.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

FilterBar::FilterBar(const Theme &theme, QSettings &settings, QWidget *parent)
    : QFrame(parent)
    , m_saved(settings)
    , m_edit(new FilterEdit(this))
    , m_error(new QLabel(this))
{
    setObjectName(u"filterBar"_s);
    Theme::setKind(this, "bar");
    m_edit->setObjectName(u"requestsFilter"_s);
    m_edit->setAccessibleName(tr("Filter of requests"));
    m_edit->setPlaceholderText(tr("Filter: status:5xx  route:/users/:id  ms:>200  -path:/health  or any words"));
    m_edit->addAction(theme.icon(u"filter"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_error->setObjectName(u"filterError"_s);
    m_error->setWordWrap(true);
    Theme::setKind(m_error, "error");
    m_error->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    layout->setSpacing(Theme::Grid / 2);
    layout->addLayout(makeRow(theme));
    layout->addWidget(m_error);
    connect(m_edit, &FilterEdit::errorChanged, this, &FilterBar::showError);
}

QHBoxLayout *FilterBar::makeRow(const Theme &theme)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_edit, 1);
    row->addWidget(makeToggle(u"slowToggle"_s, tr("Slow"), u"slow"_s, theme.icon(u"slow"_s)));
    row->addWidget(makeToggle(u"errorsToggle"_s, tr("Errors"), u"error"_s, theme.icon(u"alert"_s)));
    QToolButton *saved = makeMenuButton(u"savedFilters"_s, tr("Saved filters"), theme.icon(u"bookmark"_s));
    connect(saved->menu(), &QMenu::aboutToShow, this, [this, saved] { fillSaved(*saved->menu()); });
    row->addWidget(saved);
    QToolButton *columns = makeMenuButton(u"columnsButton"_s, tr("Columns"), theme.icon(u"columns"_s));
    connect(columns->menu(), &QMenu::aboutToShow, this, [this, columns] {
        columns->menu()->clear();
        emit columnsAsked(*columns->menu());
    });
    row->addWidget(columns);
    return row;
}

FilterEdit &FilterBar::edit()
{
    return *m_edit;
}

SavedFilters &FilterBar::saved()
{
    return m_saved;
}

void FilterBar::addTerm(const QString &term)
{
    m_edit->setFilterText(withTerm(m_edit->text(), term));
}

QPushButton *FilterBar::makeToggle(const QString &name, const QString &text, const QString &term, const QIcon &icon)
{
    auto *toggle = new QPushButton(icon, text, this);
    toggle->setObjectName(name);
    toggle->setAccessibleName(tr("Show only: %1").arg(text));
    toggle->setToolTip(tr("Adds “%1” to the filter, or takes it out").arg(term));
    toggle->setCheckable(true);
    connect(toggle, &QPushButton::clicked, this, [this, term](bool on) {
        m_edit->setFilterText(on ? withTerm(m_edit->text(), term) : withoutTerm(m_edit->text(), term));
    });
    connect(m_edit, &QLineEdit::textChanged, toggle,
            [toggle, term](const QString &filter) { toggle->setChecked(filterTerms(filter).contains(term)); });
    return toggle;
}

QToolButton *FilterBar::makeMenuButton(const QString &name, const QString &text, const QIcon &icon)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setIcon(icon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    return button;
}

void FilterBar::showError()
{
    const auto &error = m_edit->error();
    m_error->setText(error ? error->message : QString());
    m_error->setVisible(error.has_value());
    m_edit->setProperty("invalid", error.has_value());
    m_edit->style()->unpolish(m_edit);
    m_edit->style()->polish(m_edit);
}

void FilterBar::fillSaved(QMenu &menu)
{
    menu.clear();
    for (const SavedFilters::Entry &entry : m_saved.entries()) {
        QAction *action = menu.addAction(entry.name, this, [this, entry] { m_edit->setFilterText(entry.text); });
        action->setToolTip(entry.text);
    }
    if (m_saved.entries().isEmpty())
        menu.addAction(tr("No saved filters yet"))->setEnabled(false);
    menu.addSeparator();
    QAction *save = menu.addAction(tr("Save this filter…"), this, &FilterBar::askForName);
    save->setObjectName(u"saveFilter"_s);
    save->setEnabled(!m_edit->text().trimmed().isEmpty() && !m_edit->error());
    if (m_saved.entries().isEmpty())
        return;
    QMenu *forget = menu.addMenu(tr("Delete"));
    for (const SavedFilters::Entry &entry : m_saved.entries())
        forget->addAction(entry.name, this, [this, entry] { m_saved.remove(entry.name); });
}

void FilterBar::askForName()
{
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(u"saveFilterDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save filter"));
    dialog->setLabelText(tr("A name for “%1”:").arg(m_edit->text().trimmed()));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, text = m_edit->text()](const QString &name) { m_saved.save(name, text); });
    dialog->open();
}

} // namespace signalbox::ui
