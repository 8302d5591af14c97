// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/page_notice.h"

#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

PageNotice::PageNotice(Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_tone(tone)
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    Theme::setKind(this, tone == Tone::News ? "news" : "warning");
    setAccessibleName(tone == Tone::News ? tr("New rows") : tr("Notice"));
    m_text->setObjectName(u"noticeText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_action->setObjectName(u"noticeAction"_s);
    Theme::setKind(m_action, "quiet");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Grid * 2, 0, Theme::Grid * 2, 0);
    layout->addStretch();
    layout->addWidget(m_text);
    layout->addWidget(m_action);
    layout->addStretch();
    connect(m_action, &QPushButton::clicked, this, &PageNotice::actionTriggered);
    hide();
}

void PageNotice::tell(const QString &text, const QString &action)
{
    m_text->setText(text);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleDescription(text);
    setVisible(!text.isEmpty());
}

QString PageNotice::text() const
{
    return m_text->text();
}

void PageNotice::mousePressEvent(QMouseEvent *)
{
    if (m_tone == Tone::News)
        emit actionTriggered();
}

} // namespace signalbox::ui
