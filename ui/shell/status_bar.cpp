// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/status_bar.h"

#include "client/session.h"
#include "shell/loop_lag.h"
#include "widgets/format.h"

#include <QHBoxLayout>
#include <QLabel>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr int Height = 28;
constexpr double LagWorthALookMs = 50;

double number(const QCborValue &value)
{
    return value.isDouble() || value.isInteger() ? value.toDouble() : -1;
}

} // namespace

StatusBar::StatusBar(LoopLag &lag, QWidget *parent)
    : QFrame(parent)
    , m_lag(lag)
{
    setObjectName(u"statusBar"_s);
    setFixedHeight(Height);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2 * Theme::Grid, 0, 2 * Theme::Grid, 0);
    row->setSpacing(3 * Theme::Grid);
    m_rate = addFigure(u"status.rate"_s, tr("Requests a second"));
    m_active = addFigure(u"status.active"_s, tr("Requests in flight"));
    m_p99 = addFigure(u"status.p99"_s, tr("99 of 100 requests were at least this fast"));
    m_errors = addFigure(u"status.errors"_s, tr("Share of 5xx and aborted requests"));
    row->addStretch();
    m_notShown = addFigure(u"status.notShown"_s,
                           tr("Left out of the table, because more came than it takes or it stands still"));
    m_lagText = addFigure(u"status.lag"_s,
                          tr("How late this window answers a click: in 99 of 100 cases, and at worst, over 5 s"));
    Theme::setKind(m_notShown, "warning-caption");
    m_notShown->hide();
    connect(&lag, &LoopLag::measured, this, &StatusBar::showLag);
    showLag();
    showStats({});
}

void StatusBar::setSession(Session *session)
{
    showStats({});
    if (session)
        connect(&session->feed(), &FeedClient::statsArrived, this, &StatusBar::showStats);
}

void StatusBar::setNotShown(qint64 count)
{
    m_notShown->setVisible(count > 0);
    m_notShown->setText(tr("%1 not shown").arg(formatExact(count)));
}

void StatusBar::showStats(const QCborMap &stats)
{
    const double requests = number(stats.value("requests"_L1));
    const double errors = number(stats.value("errors"_L1));
    m_rate->setText(tr("%1 requests").arg(formatRate(number(stats.value("rps"_L1)))));
    m_active->setText(tr("%1 in flight").arg(formatCount(number(stats.value("active"_L1)))));
    m_p99->setText(tr("p99 %1").arg(formatDuration(number(stats.value("latencyMs"_L1).toMap().value("p99"_L1)))));
    m_errors->setText(tr("%1 errors").arg(formatPercent(requests > 0 ? errors / requests : requests)));
    Theme::setKind(m_errors, errors > 0 ? "danger-caption" : "caption");
}

QLabel *StatusBar::addFigure(const QString &name, const QString &tip)
{
    auto *label = new QLabel;
    label->setObjectName(name);
    label->setToolTip(tip);
    label->setAccessibleDescription(tip);
    Theme::setKind(label, "caption");
    layout()->addWidget(label);
    return label;
}

void StatusBar::showLag()
{
    m_lagText->setText(
        tr("console lag p99 %1, max %2").arg(formatDuration(m_lag.p99Ms()), formatDuration(m_lag.maxMs())));
    Theme::setKind(m_lagText, m_lag.maxMs() > LagWorthALookMs ? "warning-caption" : "caption");
}

} // namespace signalbox::ui
