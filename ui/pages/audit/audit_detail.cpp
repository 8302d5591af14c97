// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_detail.h"

#include "widgets/format.h"
#include "widgets/plain_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

// What the server itself did came from no address, by no request.
QString factsText(const AuditEntry &entry)
{
    QStringList facts{AuditDetail::tr("by %1").arg(entry.actorName), formatMoment(entry.atMs)};
    if (!entry.address.isEmpty())
        facts.append(AuditDetail::tr("from %1").arg(entry.address));
    facts.append(entry.action);
    if (!entry.requestId.isEmpty())
        facts.append(AuditDetail::tr("request %1").arg(entry.requestId));
    return facts.join(u" · "_s);
}

} // namespace

AuditDetail::AuditDetail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_diff(theme)
    , m_title(new QLabel)
    , m_facts(new QLabel)
    , m_none(new QLabel(tr("No field was changed by this.")))
    , m_table(makePlainTable(theme, m_diff, u"auditDiff"_s, tr("Before and after"), {130, 220}))
    , m_user(new QPushButton(theme.icon(u"user"_s), tr("User")))
    , m_trail(new QPushButton(theme.icon(u"audit"_s), tr("All about them")))
{
    setObjectName(u"auditDetail"_s);
    setAccessibleName(tr("Entry of the audit log"));
    Theme::setKind(this, "bar");
    dressLabels();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid, Theme::Grid);
    column->setSpacing(Theme::Grid);
    column->addLayout(makeTitle());
    column->addWidget(m_facts);
    column->addLayout(makeButtons());
    column->addWidget(m_none);
    column->addWidget(m_table, 1);
}

void AuditDetail::dressLabels()
{
    Theme::setKind(m_title, "heading");
    Theme::setKind(m_facts, "muted");
    Theme::setKind(m_none, "muted");
    m_title->setObjectName(u"auditTitle"_s);
    m_title->setWordWrap(true);
    m_facts->setObjectName(u"auditFacts"_s);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
}

QLayout *AuditDetail::makeTitle()
{
    auto *close = new QToolButton;
    close->setObjectName(u"auditClose"_s);
    close->setIcon(m_theme.icon(u"close"_s));
    close->setToolTip(tr("Close (Esc)"));
    close->setAccessibleName(close->toolTip());
    connect(close, &QToolButton::clicked, this, &AuditDetail::closed);
    auto *row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    row->addWidget(close, 0, Qt::AlignTop);
    return row;
}

QLayout *AuditDetail::makeButtons()
{
    m_user->setObjectName(u"auditUser"_s);
    m_trail->setObjectName(u"auditTrail"_s);
    connect(m_user, &QPushButton::clicked, this, [this] { emit userAsked(m_entry.targetId); });
    connect(m_trail, &QPushButton::clicked, this, [this] { emit trailAsked(m_entry.targetId); });
    auto *row = new QHBoxLayout;
    row->setSpacing(Theme::Grid);
    row->addWidget(m_user);
    row->addWidget(m_trail);
    row->addStretch();
    return row;
}

void AuditDetail::setEntry(const AuditEntry &entry)
{
    m_entry = entry;
    m_diff.setEntry(entry);
    m_title->setText(u"%1: %2"_s.arg(entry.actionText(), entry.targetName));
    m_facts->setText(factsText(entry));
    const bool any = m_diff.rowCount() > 0;
    m_none->setVisible(!any);
    m_table->setVisible(any);
    m_user->setVisible(entry.targetType == "user"_L1 && entry.action != "user.delete"_L1);
    m_trail->setVisible(!entry.targetId.isEmpty());
}

} // namespace signalbox::ui
