// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/range_selector.h"

#include "widgets/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

} // namespace

RangeSelector::RangeSelector(const Theme &theme, TimeRange &range, QWidget *parent)
    : QFrame(parent)
    , m_range(range)
    , m_group(new QButtonGroup(this))
    , m_custom(new QToolButton)
{
    setObjectName(u"rangeSelector"_s);
    setAccessibleName(tr("Time range"));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    using Kind = TimeRange::Kind;
    addSegment(Kind::Live, u"range.live"_s, tr("Live"), tr("The last 5 minutes, as they come"));
    addSegment(Kind::Last5Minutes, u"range.5m"_s, tr("5 m"), tr("The last 5 minutes"));
    addSegment(Kind::Last15Minutes, u"range.15m"_s, tr("15 m"), tr("The last 15 minutes"));
    addSegment(Kind::LastHour, u"range.1h"_s, tr("1 h"), tr("The last hour"));
    addSegment(Kind::All, u"range.all"_s, tr("All"), tr("All that the server still has"));
    addCustom(theme);
    connect(&range, &TimeRange::changed, this, &RangeSelector::show);
    show();
}

void RangeSelector::addSegment(TimeRange::Kind kind, const QString &name, const QString &text, const QString &tip)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setCheckable(true);
    Theme::setKind(button, "segment");
    m_group->addButton(button, int(kind));
    layout()->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, kind] { m_range.setKind(kind); });
}

void RangeSelector::addCustom(const Theme &theme)
{
    m_custom->setObjectName(u"range.custom"_s);
    m_custom->setToolTip(tr("Back to live"));
    m_custom->setCheckable(true);
    m_custom->setIcon(theme.icon(u"close"_s, Theme::Role::TextMuted));
    m_custom->setIconSize({12, 12});
    m_custom->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_custom->setLayoutDirection(Qt::RightToLeft); // the cross stands behind the range
    Theme::setKind(m_custom, "segment");
    m_group->addButton(m_custom, int(TimeRange::Kind::Custom));
    layout()->addWidget(m_custom);
    connect(m_custom, &QToolButton::clicked, this, [this] { m_range.setKind(TimeRange::Kind::Live); });
}

void RangeSelector::show()
{
    const bool custom = m_range.kind() == TimeRange::Kind::Custom;
    m_group->button(int(m_range.kind()))->setChecked(true);
    m_custom->setVisible(custom);
    m_custom->setText(custom ? m_range.label() : QString());
    m_custom->setAccessibleName(m_custom->text());
}

} // namespace signalbox::ui
