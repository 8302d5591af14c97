// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_facts.h"

#include "widgets/format.h"

#include <QDateTime>
#include <QFormLayout>
#include <QLabel>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

QString seenText(const UserRow &user)
{
    if (user.lastSeenMs == 0)
        return UserFacts::tr("never");
    return u"%1 (%2)"_s.arg(formatMoment(user.lastSeenMs),
                            formatAgo(user.lastSeenMs, QDateTime::currentMSecsSinceEpoch()));
}

} // namespace

UserFacts::UserFacts(QWidget *parent)
    : QWidget(parent)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, Theme::Grid * 3 / 2, 0, 0);
    form->setHorizontalSpacing(Theme::Grid * 3);
    form->setVerticalSpacing(Theme::Grid);
    for (const auto &[name, label] : {std::pair{u"factId"_s, tr("Id")},
                                      {u"factRole"_s, tr("Role")},
                                      {u"factState"_s, tr("State")},
                                      {u"factSeen"_s, tr("Last seen")},
                                      {u"factSessions"_s, tr("Sessions")},
                                      {u"factCreated"_s, tr("Created")},
                                      {u"factUpdated"_s, tr("Changed")}})
        m_facts.append(addFact(*form, name, label));
}

void UserFacts::setUser(const UserRow &user)
{
    const QStringList values{user.id,
                             user.role,
                             user.stateText(),
                             seenText(user),
                             formatExact(user.sessions),
                             formatMoment(user.createdMs),
                             formatMoment(user.updatedMs)};
    for (qsizetype at = 0; at < values.size(); ++at)
        m_facts[at]->setText(values[at]);
}

QLabel *UserFacts::addFact(QFormLayout &form, const QString &name, const QString &label)
{
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    auto *value = new QLabel;
    value->setObjectName(name);
    value->setAccessibleName(label);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one must not widen the pane
    form.addRow(caption, value);
    return value;
}

} // namespace signalbox::ui
