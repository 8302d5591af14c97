// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/toast.h"

#include "widgets/theme.h"

#include <QEvent>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr auto Shown = 4s;
constexpr int FromBottom = 6 * Theme::Grid;

} // namespace

Toast::Toast(QWidget *over)
    : QLabel(over)
{
    setObjectName(u"toast"_s);
    setAccessibleName(tr("Message"));
    setTextFormat(Qt::PlainText);
    Theme::setKind(this, "toast");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    over->installEventFilter(this);
    hide();
}

void Toast::show(const QString &message)
{
    setText(message);
    setAccessibleDescription(message);
    place();
    raise();
    QLabel::show();
    m_timer.start(Shown);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QLabel::eventFilter(watched, event);
}

void Toast::place()
{
    adjustSize();
    const QSize room = parentWidget()->size();
    move((room.width() - width()) / 2, room.height() - height() - FromBottom);
}

} // namespace signalbox::ui
