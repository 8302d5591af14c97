// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/users_filter_bar.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 200ms;
constexpr int NotSeenSince = -30; // days; a choice below 0 asks for who was not seen for so long

QString percent(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

QString daysAgo(int days)
{
    return percent(QDateTime::currentDateTimeUtc().addDays(-days).toString(Qt::ISODateWithMs));
}

} // namespace

UsersFilterBar::UsersFilterBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_search(new QLineEdit(this))
    , m_role(makeChoice(
          u"usersRole"_s, tr("Role"),
          {{tr("Any role"), {}}, {u"user"_s, u"user"_s}, {u"editor"_s, u"editor"_s}, {u"admin"_s, u"admin"_s}}))
    , m_state(makeChoice(u"usersState"_s, tr("State"),
                         {{tr("Any state"), {}}, {tr("Active"), u"false"_s}, {tr("Disabled"), u"true"_s}}))
    , m_seen(makeChoice(u"usersSeen"_s, tr("Last seen"),
                        {{tr("Seen any time"), {}},
                         {tr("Seen in 24 h"), 1},
                         {tr("Seen in 7 days"), 7},
                         {tr("Not for 30 days"), NotSeenSince}}))
{
    setObjectName(u"usersFilterBar"_s);
    Theme::setKind(this, "bar");
    setUpSearch(theme);
    lay(theme);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(TypingPause);
    connect(&m_debounce, &QTimer::timeout, this, &UsersFilterBar::changed);
    connect(m_search, &QLineEdit::textChanged, &m_debounce, qOverload<>(&QTimer::start));
}

void UsersFilterBar::setUpSearch(const Theme &theme)
{
    m_search->setObjectName(u"usersSearch"_s);
    m_search->setAccessibleName(tr("Search users"));
    m_search->setPlaceholderText(tr("Search email and name"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(200);
    m_search->addAction(theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
}

void UsersFilterBar::lay(const Theme &theme)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_search, 1);
    for (QComboBox *choice : {m_role, m_state, m_seen})
        row->addWidget(choice);
    QPushButton *save = makeButton(u"usersExport"_s, theme.icon(u"download"_s), tr("CSV"));
    save->setToolTip(tr("Save the users that match the filter as CSV"));
    QPushButton *create = makeButton(u"usersCreate"_s, theme.icon(u"plus"_s, Theme::Role::AccentText), tr("New user"));
    create->setToolTip(tr("Create a user (N)"));
    Theme::setKind(create, "primary");
    row->addWidget(save);
    row->addWidget(create);
    connect(save, &QPushButton::clicked, this, &UsersFilterBar::exportAsked);
    connect(create, &QPushButton::clicked, this, &UsersFilterBar::createAsked);
}

QUrlQuery UsersFilterBar::query() const
{
    QUrlQuery query;
    const QString text = m_search->text().trimmed();
    if (!text.isEmpty())
        query.addQueryItem(u"q"_s, percent(text));
    if (m_role->currentData().isValid())
        query.addQueryItem(u"role"_s, m_role->currentData().toString());
    if (m_state->currentData().isValid())
        query.addQueryItem(u"disabled"_s, m_state->currentData().toString());
    const int days = m_seen->currentData().toInt();
    if (days > 0)
        query.addQueryItem(u"seenAfter"_s, daysAgo(days));
    else if (days < 0)
        query.addQueryItem(u"seenBefore"_s, daysAgo(-days));
    return query;
}

bool UsersFilterBar::isEmpty() const
{
    return query().isEmpty();
}

void UsersFilterBar::setText(const QString &text)
{
    for (QComboBox *choice : {m_role, m_state, m_seen})
        choice->setCurrentIndex(0);
    m_search->setText(text);
    m_debounce.stop();
    emit changed();
}

void UsersFilterBar::clear()
{
    setText({});
}

void UsersFilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool UsersFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        if (m_search->text().isEmpty())
            emit left();
        else
            m_search->clear();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

QComboBox *UsersFilterBar::makeChoice(const QString &name, const QString &label,
                                      const QList<std::pair<QString, QVariant>> &choices)
{
    auto *choice = new QComboBox(this);
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    for (const auto &[text, value] : choices)
        choice->addItem(text, value);
    connect(choice, &QComboBox::currentIndexChanged, this, &UsersFilterBar::changed);
    return choice;
}

QPushButton *UsersFilterBar::makeButton(const QString &name, const QIcon &icon, const QString &text)
{
    auto *button = new QPushButton(icon, text, this);
    button->setObjectName(name);
    button->setAccessibleName(text);
    return button;
}

} // namespace signalbox::ui
