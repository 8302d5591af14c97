// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/jobs_bar.h"

#include "widgets/theme.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>
#include <QStringListModel>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 300ms;
constexpr int LongestText = 1000;
constexpr int MostAttempts = 9999;
constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;

} // namespace

JobsBar::JobsBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_text(new QLineEdit)
    , m_states(new QToolButton)
    , m_more(new QToolButton)
    , m_stop(new QPushButton(tr("Stop")))
    , m_order(new QComboBox)
    , m_add(new QPushButton(tr("Add job")))
    , m_name(new QLineEdit)
    , m_names(new QStringListModel(this))
    , m_failure(new QLineEdit)
    , m_age(new QComboBox)
    , m_attempts(new QSpinBox)
{
    setObjectName(u"jobsBar"_s);
    Theme::setKind(this, "bar");
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addWidget(makeLine(theme));
    m_filters = makeFilters();
    column->addWidget(m_filters);
    m_filters->hide();
    makeStatesMenu();
    connectParts();
    setRunning(false);
}

QWidget *JobsBar::makeLine(const Theme &theme)
{
    m_text->setObjectName(u"jobsSearch"_s);
    m_text->setAccessibleName(tr("Search of jobs"));
    m_text->setPlaceholderText(tr("Search in id, name, data and failure"));
    m_text->setClearButtonEnabled(true);
    m_text->setMaxLength(LongestText);
    m_text->setMinimumWidth(16 * Theme::Grid);
    m_text->addAction(theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_states->setObjectName(u"jobsSearchStates"_s);
    m_states->setPopupMode(QToolButton::InstantPopup);
    Theme::setKind(m_states, "choice");
    m_more->setObjectName(u"jobsFilters"_s);
    m_more->setCheckable(true);
    m_more->setIcon(theme.icon(u"filter"_s));
    m_more->setToolTip(tr("Filters: name, failure, age, attempts"));
    m_more->setAccessibleName(m_more->toolTip());
    m_stop->setObjectName(u"jobsSearchStop"_s);
    m_stop->setAccessibleName(tr("Stop the search"));
    m_stop->setIcon(theme.icon(u"stop"_s));
    m_order->setObjectName(u"jobsOrder"_s);
    m_order->setAccessibleName(tr("Order"));
    m_order->addItem(tr("Newest first"), true);
    m_order->addItem(tr("Oldest first"), false);
    m_add->setObjectName(u"jobsAdd"_s);
    m_add->setAccessibleName(m_add->text());
    m_add->setIcon(theme.icon(u"plus"_s));
    m_add->setToolTip(tr("Add a job (N)"));
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    row->addWidget(m_text, 1);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_stop, m_states, m_more, m_order, m_add})
        row->addWidget(widget);
    return line;
}

QWidget *JobsBar::makeFilters()
{
    m_name->setObjectName(u"jobsFilterName"_s);
    m_name->setAccessibleName(tr("Name of the jobs"));
    m_name->setPlaceholderText(tr("Name"));
    auto *completer = new QCompleter(m_names, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_name->setCompleter(completer);
    m_failure->setObjectName(u"jobsFilterFailure"_s);
    m_failure->setAccessibleName(tr("In the reason of the failure"));
    m_failure->setPlaceholderText(tr("Failure contains"));
    m_age->setObjectName(u"jobsFilterAge"_s);
    m_age->setAccessibleName(tr("Age"));
    m_age->addItem(tr("Any age"), 0);
    const QList<std::pair<QString, qint64>> ages{
        {tr("5 m"), 5 * Minute}, {tr("1 h"), Hour}, {tr("24 h"), Day}, {tr("7 days"), 7 * Day}};
    for (const auto &[text, ms] : ages)
        m_age->addItem(tr("In the last %1").arg(text), ms);
    for (const auto &[text, ms] : ages)
        m_age->addItem(tr("Older than %1").arg(text), -ms);
    m_attempts->setObjectName(u"jobsFilterAttempts"_s);
    m_attempts->setAccessibleName(tr("Attempts made, at least"));
    m_attempts->setRange(0, MostAttempts);
    m_attempts->setSpecialValueText(tr("Any attempts"));
    m_attempts->setPrefix(tr("Attempts ≥ "));
    for (QLineEdit *field : {m_name, m_failure}) {
        field->setMaxLength(LongestText);
        field->setClearButtonEnabled(true);
    }
    auto *filters = new QWidget;
    auto *row = new QHBoxLayout(filters);
    row->setContentsMargins({});
    row->setSpacing(Theme::Grid);
    row->addWidget(m_name, 1);
    row->addWidget(m_failure, 1);
    row->addWidget(m_age);
    row->addWidget(m_attempts);
    return filters;
}

void JobsBar::makeStatesMenu()
{
    m_statesMenu = new QMenu(m_states);
    m_statesMenu->setObjectName(u"jobsSearchStatesMenu"_s);
    QAction *all = m_statesMenu->addAction(tr("All states"));
    all->setObjectName(u"jobsSearchAll"_s);
    connect(all, &QAction::triggered, this, [this] {
        m_chosenStates = QList<JobState>(AllJobStates.begin(), AllJobStates.end());
        takeStates();
    });
    QAction *one = m_statesMenu->addAction(tr("Only the state that is shown"));
    one->setObjectName(u"jobsSearchOne"_s);
    connect(one, &QAction::triggered, this, [this] {
        m_chosenStates.clear();
        takeStates();
    });
    m_statesMenu->addSeparator();
    for (const JobState state : AllJobStates) {
        QAction *action = m_statesMenu->addAction(jobStateLabel(state));
        action->setObjectName("jobsSearch_"_L1 + jobStateKey(state));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, state](bool on) {
            if (m_chosenStates.isEmpty())
                m_chosenStates = {m_place};
            m_chosenStates.removeAll(state);
            if (on)
                m_chosenStates.append(state);
            takeStates();
        });
    }
    m_states->setMenu(m_statesMenu);
    tellStates();
}

void JobsBar::connectParts()
{
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(TypingPause);
    connect(&m_debounce, &QTimer::timeout, this, &JobsBar::apply);
    for (QLineEdit *field : {m_text, m_name, m_failure}) {
        connect(field, &QLineEdit::textChanged, &m_debounce, qOverload<>(&QTimer::start));
        connect(field, &QLineEdit::returnPressed, this, &JobsBar::takeReturn);
    }
    for (QWidget *field : std::initializer_list<QWidget *>{m_text, m_name, m_failure, m_age, m_attempts})
        field->installEventFilter(this);
    connect(m_age, &QComboBox::activated, this, &JobsBar::apply);
    connect(m_attempts, &QSpinBox::valueChanged, &m_debounce, qOverload<>(&QTimer::start));
    connect(m_order, &QComboBox::activated, this, &JobsBar::orderChanged);
    connect(m_more, &QToolButton::toggled, m_filters, &QWidget::setVisible);
    connect(m_stop, &QPushButton::clicked, this, &JobsBar::cancelAsked);
    connect(m_add, &QPushButton::clicked, this, &JobsBar::addAsked);
}

JobMatch JobsBar::match() const
{
    JobMatch match;
    match.states = m_chosenStates;
    match.text = m_text->text().trimmed();
    match.name = m_name->text().trimmed();
    match.failedReason = m_failure->text().trimmed();
    const qint64 age = m_age->currentData().toLongLong();
    match.age = age == 0 ? JobMatch::Age::Any : age > 0 ? JobMatch::Age::Within : JobMatch::Age::Before;
    match.ageMs = std::abs(age);
    match.minAttempts = m_attempts->value();
    return match;
}

void JobsBar::setNames(const QStringList &names)
{
    if (m_names->stringList() != names)
        m_names->setStringList(names);
}

bool JobsBar::isNewestFirst() const
{
    return m_order->currentData().toBool();
}

void JobsBar::setRunning(bool running)
{
    m_running = running;
    m_stop->setVisible(running);
}

void JobsBar::setPlace(JobState state)
{
    m_place = state;
    m_chosenStates.clear();
    m_applied = match();
    tellStates();
}

void JobsBar::clear()
{
    for (QLineEdit *field : {m_text, m_name, m_failure})
        field->clear();
    m_age->setCurrentIndex(0);
    m_attempts->setValue(0);
    m_chosenStates.clear();
    tellStates();
    apply();
}

void JobsBar::focusSearch()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

void JobsBar::takeStates()
{
    tellStates();
    apply();
}

void JobsBar::tellStates()
{
    const qsizetype count = m_chosenStates.size();
    QString text = tr("in %1").arg(jobStateLabel(count == 1 ? m_chosenStates.constFirst() : m_place).toLower());
    if (count > 1)
        text = count == JobStateCount ? tr("in all states") : tr("in %1 states").arg(count);
    m_states->setText(text);
    m_states->setAccessibleName(tr("Search %1").arg(text));
    m_states->setToolTip(tr("In which states to search"));
    for (const JobState state : AllJobStates)
        if (auto *action = m_statesMenu->findChild<QAction *>("jobsSearch_"_L1 + jobStateKey(state)))
            action->setChecked(count == 0 ? state == m_place : m_chosenStates.contains(state));
}

void JobsBar::apply()
{
    m_debounce.stop();
    const JobMatch now = match();
    if (now == m_applied)
        return;
    m_applied = now;
    emit changed();
}

// What was found may have changed since: it is looked for again.
void JobsBar::takeReturn()
{
    const JobMatch now = match();
    if (now != m_applied)
        return apply();
    m_debounce.stop();
    const bool looksForSome = !now.isPlain() || !now.states.isEmpty();
    if (looksForSome && !m_running)
        emit changed();
}

bool JobsBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || static_cast<QKeyEvent *>(event)->key() != Qt::Key_Escape)
        return QFrame::eventFilter(watched, event);
    if (m_running)
        emit cancelAsked();
    else if (match().isPlain())
        emit left();
    else
        clear();
    return true;
}

} // namespace signalbox::ui
