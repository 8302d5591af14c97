// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/audit/audit_page.h"

#include "client/session.h"
#include "pages/audit/audit_detail.h"
#include "pages/metrics/notice_bar.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TypingPause = 200ms;
constexpr auto RefreshInterval = 5s;
constexpr int WideEnoughForBeside = 1200; // pixels
const QList<int> Shares{6200, 3800};

QString percent(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace

AuditPage::AuditPage(const Theme &theme, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_list(u"/admin/audit"_s, u"before"_s)
    , m_search(new QLineEdit)
    , m_action(new QComboBox)
    , m_narrowed(new QPushButton)
    , m_notice(new NoticeBar(theme, this))
    , m_table(makePlainTable(theme, m_model, u"auditTable"_s, tr("Audit log"), {150, 190, 140, 210}))
    , m_detail(new AuditDetail(theme))
    , m_splitter(new QSplitter)
{
    setObjectName(u"auditPage"_s);
    build();
    connectParts();
    showState();
}

QWidget *AuditPage::makeBar()
{
    m_search->setObjectName(u"auditSearch"_s);
    m_search->setAccessibleName(tr("Search the audit log"));
    m_search->setPlaceholderText(tr("Search who, whom and what"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaxLength(200);
    m_search->addAction(m_theme.icon(u"search"_s, Theme::Role::TextMuted), QLineEdit::LeadingPosition);
    m_action->setObjectName(u"auditAction"_s);
    m_action->setAccessibleName(tr("Action"));
    m_action->addItem(tr("Any action"));
    for (const QString &action : {u"user.create"_s, u"user.update"_s, u"user.delete"_s, u"user.impersonate"_s,
                                  u"session.revoke"_s, u"session.revokeAll"_s}) {
        AuditEntry entry;
        entry.action = action;
        m_action->addItem(entry.actionText(), action);
    }
    m_narrowed->setObjectName(u"auditNarrowed"_s);
    m_narrowed->setIcon(m_theme.icon(u"close"_s));
    m_narrowed->hide();
    auto *bar = new QFrame;
    Theme::setKind(bar, "bar");
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Theme::Grid * 2, Theme::Grid, Theme::Grid * 2, Theme::Grid);
    row->setSpacing(Theme::Grid);
    row->addWidget(m_search, 1);
    row->addWidget(m_narrowed);
    row->addWidget(m_action);
    return bar;
}

void AuditPage::build()
{
    m_notice->setObjectName(u"auditNotice"_s);
    m_state = new StateView(m_theme, m_table, this);
    m_state->setObjectName(u"auditState"_s);
    m_splitter->setObjectName(u"auditSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_state);
    m_splitter->addWidget(m_detail);
    m_splitter->setSizes(Shares);
    m_detail->hide();
    m_table->setMinimumHeight(5 * Theme::RowHeight);
    setFocusProxy(m_table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(m_notice);
    column->addWidget(m_splitter, 1);
}

void AuditPage::connectParts()
{
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingPause);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &AuditPage::ask);
    connect(m_action, &QComboBox::currentIndexChanged, this, &AuditPage::ask);
    connect(m_narrowed, &QPushButton::clicked, this, [this] { narrow({}, {}); });
    m_refresh.setInterval(RefreshInterval);
    connect(&m_refresh, &QTimer::timeout, this, [this] {
        if (m_list.state() != CursorList::State::Loading && m_model.rowCount() <= CursorList::LargestPart)
            m_list.reload(m_model.rowCount());
    });
    connect(&m_list, &CursorList::restarted, this,
            [this](const QCborMap &answer) { m_model.setEntries(AuditEntry::listFromCbor(answer), m_list.hasMore()); });
    connect(&m_list, &CursorList::moreCame, this,
            [this](const QCborMap &answer) { m_model.append(AuditEntry::listFromCbor(answer), m_list.hasMore()); });
    connect(&m_list, &CursorList::stateChanged, this, &AuditPage::showState);
    connect(&m_model, &AuditModel::moreWanted, &m_list, &CursorList::loadMore);
    connect(m_state, &StateView::retryAsked, this, [this] { m_list.reload(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        if (m_detail->isVisibleTo(this))
            showEntry(index);
    });
    connect(m_table, &QTableView::clicked, this, &AuditPage::showEntry);
    connect(m_table, &QTableView::activated, this, &AuditPage::showEntry);
    connect(m_detail, &AuditDetail::closed, this, &AuditPage::closeDetail);
    connect(m_detail, &AuditDetail::trailAsked, this, [this](const QString &id) { narrow(u"target"_s, id); });
    connect(m_detail, &AuditDetail::userAsked, this,
            [this](const QString &id) { emit openLink(u"users"_s, "id:"_L1 + id); });
}

void AuditPage::setSession(Session *session)
{
    if (m_session)
        m_session->feed().disconnect(this);
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    m_list.setSession(session);
    if (session) {
        m_server = session->endpoint();
        connect(&session->feed(), &FeedClient::stateChanged, this, [this](LinkState state) {
            if (state == LinkState::Connected && m_active)
                m_list.reload(m_model.rowCount());
            showState();
        });
    }
    if (m_active)
        ask();
    showState();
}

void AuditPage::forgetServer()
{
    if (m_detail->isVisibleTo(this))
        closeDetail();
    setNarrowed({}, {});
    m_model.setEntries({}, false);
}

void AuditPage::setActive(bool active)
{
    m_active = active;
    if (!active)
        return m_refresh.stop();
    m_refresh.start();
    if (m_list.state() == CursorList::State::Idle)
        ask();
    else
        m_list.reload(m_model.rowCount());
}

void AuditPage::open(const QString &what)
{
    const QString key = what.section(':'_L1, 0, 0);
    if (key == "target"_L1 || key == "actor"_L1)
        return narrow(key, what.section(':'_L1, 1));
    m_search->setText(what);
}

void AuditPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

QList<Shortcut> AuditPage::shortcuts() const
{
    return {{u"Return"_s, tr("Open the entry")}, {u"Esc"_s, tr("Close the detail, or clear the search")}};
}

void AuditPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_splitter->setOrientation(width() >= WideEnoughForBeside ? Qt::Horizontal : Qt::Vertical);
}

void AuditPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return Page::keyPressEvent(event);
    if (m_search->hasFocus() && !m_search->text().isEmpty())
        m_search->clear();
    else if (m_detail->isVisibleTo(this))
        closeDetail();
}

void AuditPage::ask()
{
    QUrlQuery query;
    const QString text = m_search->text().trimmed();
    if (!text.isEmpty())
        query.addQueryItem(u"q"_s, percent(text));
    if (m_action->currentData().isValid())
        query.addQueryItem(u"action"_s, m_action->currentData().toString());
    if (!m_narrowId.isEmpty())
        query.addQueryItem(m_narrowKey, m_narrowId);
    m_list.setQuery(query);
}

void AuditPage::showEntry(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_detail->setEntry(m_model.entry(index.row()));
    m_detail->show();
}

void AuditPage::closeDetail()
{
    m_detail->hide();
    m_table->setFocus();
}

void AuditPage::narrow(const QString &key, const QString &id)
{
    setNarrowed(key, id);
    ask();
}

void AuditPage::setNarrowed(const QString &key, const QString &id)
{
    m_narrowKey = key;
    m_narrowId = id;
    m_narrowed->setText(key == "actor"_L1 ? tr("By one admin: %1…").arg(id.left(8))
                                          : tr("About one user: %1…").arg(id.left(8)));
    m_narrowed->setAccessibleName(tr("Show all again"));
    m_narrowed->setToolTip(m_narrowed->accessibleName());
    m_narrowed->setVisible(!id.isEmpty());
}

void AuditPage::showState()
{
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    const bool failed = m_list.state() == CursorList::State::Failed && m_model.rowCount() > 0;
    m_notice->showNotice(Theme::Role::Warning, linked && failed ? m_list.error() : QString());
    if (m_model.rowCount() > 0 && m_list.state() != CursorList::State::Idle)
        return m_state->showContent();
    if (!m_session)
        return m_state->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_state->showDisconnected(why);
    if (m_list.state() == CursorList::State::Failed)
        return m_state->showFailed(m_list.error());
    if (m_list.state() != CursorList::State::Ready)
        return m_state->showLoading();
    if (!m_list.query().isEmpty())
        return m_state->showEmpty(u"filter"_s, tr("Nothing matches"),
                                  tr("No entry matches the search and the filters."));
    m_state->showEmpty(u"audit"_s, tr("Nothing yet"),
                       tr("What admins do to users shows here: who, when, and each field before and after."));
}

} // namespace signalbox::ui
