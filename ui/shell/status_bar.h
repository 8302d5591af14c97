// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/theme.h"

#include <QCborMap>
#include <QFrame>

class QLabel;

namespace signalbox::ui {

class LoopLag;
class Session;

// Under every page: the server's figures of the last second, the console's own lag, and what is not shown. Main thread.
class StatusBar : public QFrame {
    Q_OBJECT
public:
    explicit StatusBar(LoopLag &lag, QWidget *parent = nullptr);

    void setSession(Session *session);
    void setNotShown(qint64 count); // by the page in front
    void showStats(const QCborMap &stats); // as of the admin API

private:
    QLabel *addFigure(const QString &name, const QString &tip);
    void showLag();

    LoopLag &m_lag;
    QLabel *m_rate;
    QLabel *m_active;
    QLabel *m_p99;
    QLabel *m_errors;
    QLabel *m_notShown;
    QLabel *m_lagText;
};

} // namespace signalbox::ui
