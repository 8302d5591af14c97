// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/keys_footer.h"

#include "pages/cache/key_scan.h"
#include "pages/cache/keys_model.h"
#include "widgets/format.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include <algorithm>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int ProgressSteps = 1000;
constexpr int ProgressWidth = 20 * Theme::Grid;

} // namespace

KeysFooter::KeysFooter(KeyScan &scan, const KeysModel &model, QWidget *parent)
    : QWidget(parent)
    , m_scan(scan)
    , m_model(model)
    , m_count(new QLabel)
    , m_progress(new QProgressBar)
    , m_more(new QPushButton(tr("Scan further")))
{
    build();
    connect(m_more, &QPushButton::clicked, &m_scan, &KeyScan::goOn);
}

void KeysFooter::build()
{
    m_count->setObjectName(u"keysCount"_s);
    Theme::setKind(m_count, "caption");
    m_progress->setObjectName(u"keysProgress"_s);
    m_progress->setAccessibleName(tr("How much is scanned"));
    m_progress->setRange(0, ProgressSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(ProgressWidth);
    m_more->setObjectName(u"keysMore"_s);
    m_more->setAccessibleName(m_more->text());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid / 2, Theme::Grid * 2, Theme::Grid / 2);
    row->setSpacing(Theme::Grid * 3 / 2);
    row->addWidget(m_count);
    row->addWidget(m_progress);
    row->addWidget(m_more);
    row->addStretch();
}

QString KeysFooter::text() const
{
    if (m_scan.state() == KeyScan::State::Idle)
        return {};
    const QString found =
        tr("%1 of %2 scanned, %3 found")
            .arg(formatExact(m_scan.scanned()), formatCount(double(m_scan.total())), formatExact(m_model.rowCount()));
    if (m_model.isFull())
        return tr("%1, the most that are shown: narrow the pattern").arg(found);
    if (m_scan.state() == KeyScan::State::Failed && m_model.rowCount() > 0)
        return tr("%1. Then it failed: %2").arg(found, m_scan.error());
    return m_scan.state() == KeyScan::State::Cancelled ? tr("%1, stopped").arg(found) : found;
}

void KeysFooter::tell()
{
    m_count->setText(text());
    const double share = m_scan.total() > 0 ? double(m_scan.scanned()) / double(m_scan.total()) : 0;
    m_progress->setVisible(m_scan.state() == KeyScan::State::Running || m_scan.canGoOn());
    m_progress->setValue(int(std::min(1.0, share) * ProgressSteps));
    m_more->setVisible(m_scan.canGoOn() && !m_model.isFull());
}

} // namespace signalbox::ui
