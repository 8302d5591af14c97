// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/queues/queue_notifier.h"

#include <QApplication>
#include <QSystemTrayIcon>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

QueueNotifier::QueueNotifier(QIcon icon, QObject *parent)
    : QObject(parent)
    , m_icon(std::move(icon))
{
}

void QueueNotifier::take(const QList<QueueAlert> &alerts)
{
    QSet<QString> known;
    QList<QueueAlert> fresh;
    for (const QueueAlert &alert : alerts) {
        if (alert.isSnoozed())
            continue; // it is new again when that is over
        known.insert(alert.id);
        if (m_begun && !m_known.contains(alert.id))
            fresh.append(alert);
    }
    m_known = known;
    m_begun = true;
    if (!fresh.isEmpty())
        tell(fresh);
}

void QueueNotifier::forget()
{
    m_known.clear();
    m_toldQueue.clear();
    m_begun = false;
}

// Several at once are one message: the first, and how many more.
void QueueNotifier::tell(const QList<QueueAlert> &fresh)
{
    const QueueAlert &first = fresh.constFirst();
    QString text = first.text.isEmpty() ? first.kindText() : first.text;
    if (fresh.size() > 1)
        text += tr(" (and %1 more)").arg(fresh.size() - 1);
    m_toldQueue = first.queue;
    if (QApplication::activeWindow() || !tellDesktop(first.queueName, text))
        emit toast(u"%1: %2"_s.arg(first.queueName, text));
}

bool QueueNotifier::tellDesktop(const QString &title, const QString &text)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return false;
    if (!m_tray) {
        m_tray = new QSystemTrayIcon(m_icon, this);
        const auto ask = [this] { emit queueAsked(m_toldQueue); };
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, ask);
        connect(m_tray, &QSystemTrayIcon::activated, this, ask); // the icon, which stays
    }
    m_tray->show();
    m_tray->showMessage(title, text, QSystemTrayIcon::Warning);
    return true;
}

} // namespace signalbox::ui
