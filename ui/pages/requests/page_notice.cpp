// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/requests/page_notice.h"

#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

PageNotice::PageNotice(const Theme &theme, Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_tone(tone)
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
{
    setAutoFillBackground(true);
    setAccessibleName(tone == Tone::News ? tr("New requests") : tr("Notice"));
    m_text->setObjectName(u"noticeText"_s);
    m_action->setObjectName(u"noticeAction"_s);
    Theme::setKind(m_action, "quiet");
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Theme::Grid * 2, 0, Theme::Grid * 2, 0);
    layout->addStretch();
    layout->addWidget(m_text);
    layout->addWidget(m_action);
    layout->addStretch();
    connect(m_action, &QPushButton::clicked, this, &PageNotice::actionTriggered);
    connect(&theme, &Theme::changed, this, &PageNotice::applyColors);
    applyColors();
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

void PageNotice::applyColors()
{
    const Theme::Role role = m_tone == Tone::News ? Theme::Role::Accent : Theme::Role::Warning;
    QPalette colors = palette();
    colors.setColor(QPalette::Window, m_theme.soft(role));
    setPalette(colors);
    QPalette words = m_text->palette();
    words.setColor(QPalette::WindowText, m_theme.color(role));
    m_text->setPalette(words);
}

} // namespace signalbox::ui
