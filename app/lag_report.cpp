// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "lag_report.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::app {

namespace {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

constexpr std::chrono::microseconds Interval = 5ms;
constexpr auto StartUp = 2s; // building the window is no lag

} // namespace

LagReport::LagReport(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(5ms);
    connect(&m_timer, &QTimer::timeout, this, &LagReport::tick);
    QTimer::singleShot(StartUp, this, [this] {
        m_sinceTick.start();
        m_timer.start();
    });
}

void LagReport::tick()
{
    const qint64 late = qMax<qint64>(0, m_sinceTick.nsecsElapsed() / 1000 - Interval.count());
    m_sinceTick.restart();
    m_late.record(late);
    m_worst = qMax(m_worst, late);
}

void LagReport::write() const
{
    const QJsonObject report{{u"samples"_s, qint64(m_late.total())},
                             {u"p50Ms"_s, m_late.percentile(0.5).value_or(0) / 1000},
                             {u"p99Ms"_s, m_late.percentile(0.99).value_or(0) / 1000},
                             {u"maxMs"_s, double(m_worst) / 1000}};
    QFile file(m_file);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(report).toJson()) < 0)
        qWarning("The lag report %s can't be written", qPrintable(m_file));
}

} // namespace signalbox::app
