// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/ttl_dialog.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QSpinBox>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 Second = 1000;
constexpr qint64 Minute = 60 * Second;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;
constexpr qint64 Own = -1;
constexpr int LargestNumber = 999'999;

} // namespace

TtlDialog::TtlDialog(const Theme &theme, const QString &key, const QString &now, QWidget *parent)
    : FormDialog(theme, u"ttlDialog"_s, tr("TTL of %1").arg(key), tr("Set"), parent)
    , m_choice(new QComboBox)
    , m_own(new QWidget)
    , m_number(new QSpinBox)
    , m_unit(new QComboBox)
{
    addText(tr("%1 — now: %2").arg(key, now));
    for (const auto &[label, ms] : {std::pair{tr("10 seconds"), 10 * Second},
                                    {tr("1 minute"), Minute},
                                    {tr("5 minutes"), 5 * Minute},
                                    {tr("1 hour"), Hour},
                                    {tr("1 day"), Day},
                                    {tr("7 days"), 7 * Day},
                                    {tr("Another time…"), Own}})
        m_choice->addItem(label, ms);
    m_choice->addItem(tr("No expiry: keep it until it is deleted"), QVariant());
    m_choice->setCurrentIndex(1);
    addWidget(u"choice"_s, tr("From now on it lives for"), m_choice);
    addOwn();
    connect(m_choice, &QComboBox::currentIndexChanged, this, &TtlDialog::check);
    check();
}

void TtlDialog::addOwn()
{
    m_number->setObjectName(u"ttlDialog.number"_s);
    m_number->setAccessibleName(tr("How long"));
    m_number->setRange(1, LargestNumber);
    m_number->setValue(30);
    m_unit->setObjectName(u"ttlDialog.unit"_s);
    m_unit->setAccessibleName(tr("Unit"));
    for (const auto &[label, ms] :
         {std::pair{tr("seconds"), Second}, {tr("minutes"), Minute}, {tr("hours"), Hour}, {tr("days"), Day}})
        m_unit->addItem(label, ms);
    auto *row = new QHBoxLayout(m_own);
    row->setContentsMargins({});
    row->addWidget(m_number, 1);
    row->addWidget(m_unit, 1);
    fields().addWidget(m_own);
}

void TtlDialog::check()
{
    const QVariant chosen = m_choice->currentData();
    m_own->setVisible(chosen.isValid() && chosen.toLongLong() == Own);
    fit();
}

std::optional<qint64> TtlDialog::ttlMs() const
{
    const QVariant chosen = m_choice->currentData();
    if (!chosen.isValid())
        return std::nullopt;
    return chosen.toLongLong() == Own ? m_number->value() * m_unit->currentData().toLongLong() : chosen.toLongLong();
}

} // namespace signalbox::ui
