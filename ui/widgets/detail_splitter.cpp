// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/detail_splitter.h"

#include <QSettings>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr auto orientationKey = "/detailOrientation"_L1;
constexpr int WideEnoughForBeside = 1200; // pixels
const QList<int> BesideShares{6200, 3800}; // the splitter makes pixels of them
const QList<int> BelowShares{4600, 5400};

} // namespace

DetailSplitter::DetailSplitter(QSettings &settings, const QString &group, QWidget *parent)
    : QSplitter(parent)
    , m_settings(settings)
    , m_group(group)
{
    setChildrenCollapsible(false);
    const int chosen = settings.value(group + orientationKey, 0).toInt();
    if (chosen == Qt::Horizontal || chosen == Qt::Vertical)
        m_chosen = chosen;
}

DetailSplitter::~DetailSplitter()
{
    saveSizes();
}

void DetailSplitter::setParts(QWidget *list, QWidget *detail)
{
    m_detail = detail;
    addWidget(list);
    addWidget(detail);
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    detail->hide();
}

void DetailSplitter::setDetailShown(bool shown)
{
    if (shown == isDetailShown())
        return;
    saveSizes();
    m_detail->setVisible(shown);
    if (shown)
        restoreSizes();
}

bool DetailSplitter::isDetailShown() const
{
    return m_detail && m_detail->isVisibleTo(this);
}

void DetailSplitter::turn()
{
    m_chosen = orientation() == Qt::Horizontal ? Qt::Vertical : Qt::Horizontal;
    m_settings.setValue(m_group + orientationKey, m_chosen);
    fit();
}

void DetailSplitter::resizeEvent(QResizeEvent *event)
{
    QSplitter::resizeEvent(event);
    fit();
}

QString DetailSplitter::sizesKey() const
{
    return m_group + "/splitter"_L1 + QString::number(int(orientation()));
}

void DetailSplitter::fit()
{
    const Qt::Orientation byWidth = width() >= WideEnoughForBeside ? Qt::Horizontal : Qt::Vertical;
    const Qt::Orientation wanted = m_chosen == 0 ? byWidth : Qt::Orientation(m_chosen);
    if (wanted == orientation())
        return;
    saveSizes();
    setOrientation(wanted);
    restoreSizes();
}

void DetailSplitter::restoreSizes()
{
    if (!restoreState(m_settings.value(sizesKey()).toByteArray()))
        setSizes(orientation() == Qt::Horizontal ? BesideShares : BelowShares);
}

void DetailSplitter::saveSizes()
{
    if (isDetailShown())
        m_settings.setValue(sizesKey(), saveState());
}

} // namespace signalbox::ui
