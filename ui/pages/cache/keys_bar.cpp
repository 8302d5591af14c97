// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/keys_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int LongestPattern = 1000;

} // namespace

KeysBar::KeysBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_pattern(new QLineEdit)
    , m_type(new QComboBox)
    , m_scan(makeButton(u"keysScan"_s, tr("Scan")))
    , m_delete(makeButton(u"keysDelete"_s, tr("Delete all that match…")))
{
    Theme::setKind(this, "bar");
    m_pattern->setObjectName(u"keysPattern"_s);
    m_pattern->setAccessibleName(tr("Pattern of keys"));
    m_pattern->setPlaceholderText(tr("Pattern, such as user:*, or a word that is in the key"));
    m_pattern->setClearButtonEnabled(true);
    m_pattern->setMaxLength(LongestPattern);
    m_pattern->addAction(theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_pattern->installEventFilter(this);
    m_type->setObjectName(u"keysType"_s);
    m_type->setAccessibleName(tr("Type of keys"));
    m_type->addItem(tr("Any type"), QString());
    for (const QString &type : {u"string"_s, u"hash"_s, u"list"_s, u"set"_s, u"zset"_s, u"stream"_s})
        m_type->addItem(type, type);
    Theme::setKind(m_delete, "danger");
    m_delete->setIcon(theme.icon(u"trash"_s, Theme::Role::Danger));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_pattern, 1);
    row->addWidget(m_type);
    row->addWidget(m_scan);
    row->addWidget(m_delete);
    connect(m_pattern, &QLineEdit::returnPressed, this, &KeysBar::scanAsked);
    connect(m_type, &QComboBox::activated, this, &KeysBar::scanAsked);
    connect(m_scan, &QPushButton::clicked, this, &KeysBar::toggle);
    connect(m_delete, &QPushButton::clicked, this, &KeysBar::deleteAsked);
    setRunning(false);
}

QPushButton *KeysBar::makeButton(const QString &name, const QString &text)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAccessibleName(text);
    return button;
}

QString KeysBar::typed() const
{
    return m_pattern->text();
}

QString KeysBar::type() const
{
    return m_type->currentData().toString();
}

void KeysBar::setTyped(const QString &text)
{
    m_pattern->setText(text);
    m_type->setCurrentIndex(0);
}

void KeysBar::setRunning(bool running)
{
    m_running = running;
    m_scan->setText(running ? tr("Stop") : tr("Scan"));
    m_scan->setAccessibleName(m_scan->text());
    m_scan->setIcon(m_theme.icon(running ? u"stop"_s : u"search"_s));
    m_scan->setToolTip(running ? tr("Stop the scan (Esc)") : tr("Look for keys, a step of SCAN at a time (Return)"));
}

void KeysBar::setCanDelete(bool can)
{
    m_delete->setEnabled(can);
}

void KeysBar::focusPattern()
{
    m_pattern->setFocus(Qt::ShortcutFocusReason);
    m_pattern->selectAll();
}

void KeysBar::toggle()
{
    if (m_running)
        emit cancelAsked();
    else
        emit scanAsked();
}

bool KeysBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        if (m_running)
            emit cancelAsked();
        else if (m_pattern->text().isEmpty())
            emit left();
        else
            m_pattern->clear();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace signalbox::ui
