// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/users/user_requests.h"

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

constexpr auto Interval = 2s;
constexpr auto Shown = "100"_L1;

} // namespace

UserRequests::UserRequests(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_poller(u"/admin/requests"_s)
    , m_none(nothingHere(u"noUserRequests"_s, tr("No request of this user is kept. Theirs show here as they come.")))
{
    m_poller.setInterval(Interval);
    QTableView *table =
        makePlainTable(theme, m_model, u"userRequestsTable"_s, tr("Recent requests"), {110, 70, 60, 80});
    QPushButton *all = detailButton(u"allRequests"_s, theme.icon(u"requests"_s), tr("Requests of this user"));
    auto *column = detailColumn(this);
    column->addWidget(all, 0, Qt::AlignLeft);
    column->addWidget(m_none);
    column->addWidget(table, 1);
    connect(&m_poller, &AdminPoller::answered, this, &UserRequests::take);
    connect(all, &QPushButton::clicked, this, [this] { emit allAsked(m_userId); });
    connect(table, &QTableView::activated, this,
            [this](const QModelIndex &index) { emit requestAsked(m_model.row(index.row()).record.id); });
}

void UserRequests::setSession(Session *session)
{
    m_poller.setSession(session);
}

void UserRequests::setUser(const QString &id)
{
    if (id == m_userId)
        return;
    m_userId = id;
    m_model.merge({});
    m_none->hide();
    m_poller.setQuery({{u"q"_s, "user:"_L1 + id}, {u"limit"_s, Shown}});
}

void UserRequests::setRunning(bool running)
{
    m_poller.setRunning(running);
}

void UserRequests::take(const QCborMap &answer)
{
    m_model.setAnswer(answer);
    m_none->setVisible(m_model.rowCount() == 0);
}

} // namespace signalbox::ui
