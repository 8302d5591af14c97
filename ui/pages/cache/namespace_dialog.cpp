// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/namespace_dialog.h"

#include "pages/cache/strategy.h"

#include <QButtonGroup>
#include <QCborMap>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>

#include <cmath>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Width = 72 * Theme::Grid;
constexpr double LongestSeconds = 30 * 86'400;
constexpr int TextIndent = 3 * Theme::Grid; // below the radio button's text

// "60 s", "0.25 s": as many digits as are needed.
class SecondsBox : public QDoubleSpinBox {
public:
    SecondsBox()
    {
        setDecimals(3);
        setRange(0, LongestSeconds);
        setSuffix(NamespaceDialog::tr(" s"));
        setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    }
    QString textFromValue(double value) const override { return QLocale().toString(value, 'g', 10); }
    QSize sizeHint() const override { return {13 * Theme::Grid, QDoubleSpinBox::sizeHint().height()}; }
};

qint64 millisecondsOf(const QDoubleSpinBox &box)
{
    return std::llround(box.value() * 1000);
}

} // namespace

NamespaceDialog::NamespaceDialog(const Theme &theme, const CacheNamespace &row, QWidget *parent)
    : FormDialog(theme, u"namespaceDialog"_s, tr("Cache of %1").arg(row.name), tr("Apply"), parent)
    , m_row(row)
    , m_strategies(new QButtonGroup(this))
{
    setMinimumWidth(Width);
    addText(tr("How “%1” is kept right. A change is in force at once, on this server, until its program ends; what "
               "the strategy before may have left wrong is taken out of the cache. Servers that share a Redis "
               "may have different ones, but for ttl.")
                .arg(row.name));
    addStrategies(theme);
    addTimes();
    connect(m_strategies, &QButtonGroup::idClicked, this, &NamespaceDialog::check);
    check();
}

void NamespaceDialog::addStrategies(const Theme &theme)
{
    QFont strong = theme.font();
    strong.setWeight(QFont::DemiBold);
    for (const Strategy &strategy : Strategy::all()) {
        auto *choice = new QRadioButton(strategy.name);
        choice->setObjectName("namespaceDialog."_L1 + strategy.name);
        choice->setAccessibleName(strategy.name);
        choice->setAccessibleDescription(strategy.promise + u' ' + strategy.cost);
        choice->setFont(strong);
        choice->setChecked(strategy.name == m_row.strategy);
        m_strategies->addButton(choice, int(m_strategies->buttons().size()));
        fields().addWidget(choice);
        QLabel *text = addText(strategy.promise + u' ' + strategy.cost);
        text->setIndent(TextIndent);
        text->setBuddy(choice);
    }
}

void NamespaceDialog::addTimes()
{
    auto *times = new QWidget;
    auto *row = new QHBoxLayout(times);
    row->setContentsMargins(0, Theme::Grid, 0, 0);
    row->setSpacing(2 * Theme::Grid);
    m_ttl = addTime(*row, u"ttl"_s, tr("TTL, ±10 %"), m_row.ttlMs);
    m_ttl->setMinimum(0.001);
    m_notFoundTtl = addTime(*row, u"notFoundTtl"_s, tr("TTL of what is not there"), m_row.notFoundTtlMs);
    m_localTtl = addTime(*row, u"localTtl"_s, tr("TTL in process"), m_row.localTtlMs);
    fields().addWidget(times);
}

QDoubleSpinBox *NamespaceDialog::addTime(QHBoxLayout &row, const QString &part, const QString &label, qint64 ms)
{
    auto *box = new SecondsBox;
    box->setObjectName("namespaceDialog."_L1 + part);
    box->setAccessibleName(label);
    box->setValue(double(ms) / 1000);
    auto *caption = new QLabel(label);
    Theme::setKind(caption, "muted");
    caption->setBuddy(box);
    auto *column = new QVBoxLayout;
    column->setSpacing(Theme::Grid / 2);
    column->addWidget(caption);
    column->addWidget(box);
    row.addLayout(column, 1);
    connect(box, &QDoubleSpinBox::valueChanged, this, &NamespaceDialog::check);
    return box;
}

QString NamespaceDialog::strategy() const
{
    const int chosen = m_strategies->checkedId();
    return chosen < 0 ? m_row.strategy : Strategy::all().at(chosen).name;
}

QCborMap NamespaceDialog::changes() const
{
    QCborMap changes;
    if (strategy() != m_row.strategy)
        changes.insert("strategy"_L1, strategy());
    if (millisecondsOf(*m_ttl) != m_row.ttlMs)
        changes.insert("ttlMs"_L1, millisecondsOf(*m_ttl));
    if (millisecondsOf(*m_notFoundTtl) != m_row.notFoundTtlMs)
        changes.insert("notFoundTtlMs"_L1, millisecondsOf(*m_notFoundTtl));
    if (millisecondsOf(*m_localTtl) != m_row.localTtlMs)
        changes.insert("localTtlMs"_L1, millisecondsOf(*m_localTtl));
    return changes;
}

void NamespaceDialog::check()
{
    setAcceptable(m_localTtl && !changes().isEmpty());
}

} // namespace signalbox::ui
