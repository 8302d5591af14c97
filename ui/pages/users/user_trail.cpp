// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_trail.h"

#include "pages/users/detail_tab.h"
#include "widgets/plain_table.h"
#include "widgets/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Interval = 5s;
constexpr auto Shown = "100"_L1;

} // namespace

UserTrail::UserTrail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_poller(u"/admin/audit"_s)
    , m_none(nothingHere(u"noUserTrail"_s, tr("No admin has done anything to this user.")))
{
    m_poller.setInterval(Interval);
    QTableView *table = makePlainTable(theme, m_model, u"userTrailTable"_s, tr("Audit trail"), {150, 140, 110});
    table->setColumnHidden(AuditModel::Target, true);
    QPushButton *all = detailButton(u"allTrail"_s, theme.icon(u"audit"_s), tr("In the audit log"));
    auto *column = detailColumn(this);
    column->addWidget(all, 0, Qt::AlignLeft);
    column->addWidget(m_none);
    column->addWidget(table, 1);
    connect(&m_poller, &AdminPoller::answered, this, &UserTrail::take);
    connect(all, &QPushButton::clicked, this, [this] { emit allAsked(m_userId); });
    connect(table, &QTableView::activated, this, [this] { emit allAsked(m_userId); });
}

void UserTrail::setSession(Session *session)
{
    m_poller.setSession(session);
}

void UserTrail::setUser(const QString &id)
{
    if (id == m_userId)
        return;
    m_userId = id;
    m_model.setEntries({}, false);
    m_none->hide();
    m_poller.setQuery({{u"target"_s, id}, {u"limit"_s, Shown}});
}

void UserTrail::setRunning(bool running)
{
    m_poller.setRunning(running);
}

void UserTrail::refresh()
{
    if (!m_userId.isEmpty())
        m_poller.refresh();
}

void UserTrail::take(const QCborMap &answer)
{
    m_model.setEntries(AuditEntry::listFromCbor(answer), false);
    m_none->setVisible(m_model.rowCount() == 0);
}

} // namespace signalbox::ui
