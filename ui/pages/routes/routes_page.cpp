// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/routes/routes_page.h"

#include "client/session.h"
#include "pages/metrics/notice_bar.h"
#include "pages/metrics/range_query.h"
#include "pages/routes/chosen_route.h"
#include "pages/routes/route_delegate.h"
#include "pages/routes/route_detail.h"
#include "widgets/format.h"
#include "widgets/state_view.h"
#include "widgets/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

namespace {
constexpr std::chrono::milliseconds Interval{2000};
const QString HeaderKey = QStringLiteral("routes/columns"); // another name when the columns change
const QString SplitterKey = QStringLiteral("routes/splitter");
const QString FilterKey = QStringLiteral("routes/filter");
} // namespace

RoutesPage::RoutesPage(const Theme &theme, QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_poller(QStringLiteral("/admin/routes"))
    , m_notice(new NoticeBar(theme, this))
    , m_filter(new QLineEdit(this))
    , m_count(new QLabel(this))
    , m_view(new QTableView)
    , m_delegate(new RouteDelegate(theme, *m_view))
    , m_detail(new RouteDetail(theme))
    , m_chosen(new ChosenRoute(*m_detail, this))
    , m_splitter(new QSplitter(Qt::Vertical))
{
    setObjectName(QStringLiteral("routesPage"));
    m_poller.setInterval(Interval);
    m_proxy.setSourceModel(&m_model);
    buildTable();
    buildLayout();
    restoreLayout();
    connectSources();
    connectTable();
    connectDetail();
    showState();
}

RoutesPage::~RoutesPage()
{
    saveLayout();
}

void RoutesPage::buildTable()
{
    m_view->setObjectName(QStringLiteral("routesTable"));
    m_view->setAccessibleName(tr("Routes"));
    m_view->setModel(&m_proxy);
    m_view->setItemDelegate(m_delegate);
    m_view->setSortingEnabled(true);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setTextElideMode(Qt::ElideMiddle);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(Theme::RowHeight);
    QHeaderView *header = m_view->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setMinimumSectionSize(48);
    m_view->sortByColumn(RoutesModel::Share, Qt::DescendingOrder);
    constexpr std::array Widths{72, 144, 84, 64, 60, 64, 68, 68, 68, 68, 72, 128}; // fit into the narrowest window
    for (int column = 0; column < int(Widths.size()); ++column)
        m_view->setColumnWidth(column, Widths[size_t(column)]);
    m_view->setMinimumHeight(5 * Theme::RowHeight);
    m_view->installEventFilter(this);
}

void RoutesPage::buildLayout()
{
    m_filter->setObjectName(QStringLiteral("routesFilter"));
    m_filter->setPlaceholderText(tr("Filter by method or route"));
    m_filter->setAccessibleName(tr("Filter routes"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(420);
    m_count->setObjectName(QStringLiteral("routesCount"));
    Theme::setKind(m_count, "muted");
    m_notice->setObjectName(QStringLiteral("routesNotice"));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addStretch(0);
    bar->addWidget(m_count);
    m_splitter->setObjectName(QStringLiteral("routesSplitter"));
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setChildrenCollapsible(false);
    m_detail->hide();
    m_state = new StateView(m_theme, m_splitter, this);
    m_state->setObjectName(QStringLiteral("routesState"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::Grid * 2, Theme::Grid * 2, Theme::Grid * 2, Theme::Grid);
    layout->setSpacing(Theme::Grid);
    layout->addWidget(m_notice);
    layout->addLayout(bar);
    layout->addWidget(m_state, 1);
}

void RoutesPage::connectSources()
{
    connect(&m_poller, &AdminPoller::answered, this, &RoutesPage::takeRoutes);
    connect(&m_poller, &AdminPoller::stateChanged, this, [this] {
        showNotice();
        showState();
    });
    connect(m_state, &StateView::retryAsked, &m_poller, &AdminPoller::refresh);
    connect(m_notice, &NoticeBar::actionAsked, this, [this] {
        if (m_session)
            m_session->range().setPaused(false);
    });
}

void RoutesPage::connectTable()
{
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_proxy.setWords(text);
        showState();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this](const QItemSelection &selected) {
                if (selected.isEmpty())
                    return;
                choose(m_model.row(m_proxy.mapToSource(selected.indexes().constFirst()).row()));
            });
}

void RoutesPage::connectDetail()
{
    connect(m_detail, &RouteDetail::closeAsked, this, &RoutesPage::closeDetail);
    connect(m_detail, &RouteDetail::requestsAsked, this,
            [this] { emit openLink(QStringLiteral("requests"), m_chosen->row().requestFilter()); });
    connect(m_detail, &RouteDetail::requestChosen, this, [this](const QByteArray &id) {
        emit openLink(QStringLiteral("requests"), QStringLiteral("id:") + QString::fromLatin1(id));
    });
}

void RoutesPage::setSession(Session *session)
{
    if (m_session) {
        m_session->disconnect(this);
        m_session->range().disconnect(this);
        m_session->feed().disconnect(this);
    }
    if (session && !session->endpoint().isSameServerAs(m_server))
        forgetServer();
    m_session = session;
    m_poller.setSession(session);
    m_chosen->setSession(session);
    if (session)
        followSession(*session);
    poll();
    showNotice();
    showState();
}

void RoutesPage::forgetServer()
{
    m_chosen->clear();
    m_detail->hide();
    m_model.setRoutes({});
}

void RoutesPage::followSession(Session &session)
{
    m_server = session.endpoint();
    m_loaded = false;
    const auto changeRange = [this] {
        m_poller.setQuery(rangeQuery(m_session->range()));
        m_chosen->ask();
    };
    connect(&session.range(), &TimeRange::changed, this, changeRange);
    connect(&session.range(), &TimeRange::pausedChanged, this, [this] {
        poll();
        showNotice();
    });
    connect(&session.feed(), &FeedClient::stateChanged, this, [this] {
        showNotice();
        showState();
    });
    connect(&session, &Session::settingsChanged, this, &RoutesPage::takeSettings);
    takeSettings(session.settings());
    changeRange();
}

void RoutesPage::takeSettings(const QCborMap &settings)
{
    const double slowMs = settings.value(QLatin1String("slowMs"))
                              .toDouble(double(settings.value(QLatin1String("slowMs")).toInteger(500)));
    m_delegate->setSlowMs(slowMs);
    m_view->viewport()->update();
}

void RoutesPage::setActive(bool active)
{
    m_active = active;
    poll();
}

void RoutesPage::poll()
{
    const bool running = m_active && m_session && !m_session->range().isPaused();
    m_poller.setRunning(running);
    m_chosen->setRunning(running);
}

void RoutesPage::takeRoutes(const QCborMap &answer)
{
    m_loaded = true;
    // Rows change in place, but move to where they now belong only while nobody points at them.
    m_proxy.setDynamicSortFilter(!m_view->viewport()->underMouse());
    m_model.setRoutes(RouteRow::listFromCbor(answer));
    selectChosen();
    showState();
}

void RoutesPage::open(const QString &what)
{
    const qsizetype space = what.indexOf(QLatin1Char(' '));
    if (space <= 0)
        return;
    choose(known(what.left(space), what.mid(space + 1)));
    selectChosen();
}

RouteRow RoutesPage::known(const QString &method, const QString &route) const
{
    const int at = m_model.rowOf(method, route);
    if (at >= 0)
        return m_model.row(at);
    RouteRow row;
    row.method = method;
    row.route = route;
    return row;
}

void RoutesPage::choose(const RouteRow &row)
{
    if (m_chosen->is(row) && !m_detail->isHidden())
        return;
    m_chosen->choose(row);
    m_detail->show();
}

void RoutesPage::selectChosen()
{
    if (!m_chosen->isAny())
        return;
    const int row = m_model.rowOf(m_chosen->row().method, m_chosen->row().route);
    const QModelIndex index = row < 0 ? QModelIndex() : m_proxy.mapFromSource(m_model.index(row, 0));
    if (!index.isValid() || m_view->selectionModel()->isRowSelected(index.row()))
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
}

void RoutesPage::closeDetail()
{
    m_chosen->clear();
    m_detail->hide();
    m_view->clearSelection();
    m_view->setFocus();
}

void RoutesPage::showNotice()
{
    if (m_session && m_session->range().isPaused())
        return m_notice->showNotice(Theme::Role::Info, tr("Paused: the figures stand still."), tr("Go on"));
    // Of a lost connection the window speaks, for all pages.
    const bool linked = m_session && m_session->feed().state() == LinkState::Connected;
    m_notice->showNotice(Theme::Role::Warning, linked && m_loaded ? m_poller.error() : QString());
}

void RoutesPage::showState()
{
    const QString all = formatCounted(m_model.rowCount(), tr("route"), tr("routes"));
    m_count->setText(m_proxy.rowCount() == m_model.rowCount() ? all : tr("%1 of %2").arg(m_proxy.rowCount()).arg(all));
    if (m_model.rowCount() > 0 && m_proxy.rowCount() == 0)
        return m_state->showEmpty(QStringLiteral("filter"), tr("No route matches the filter"),
                                  tr("Every word must occur in the method or the route."));
    if (m_model.rowCount() > 0 || m_chosen->isAny())
        return m_state->showContent();
    if (!m_session)
        return m_state->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_state->showDisconnected(why);
    if (!m_poller.error().isEmpty())
        return m_state->showFailed(m_poller.error());
    if (!m_loaded)
        return m_state->showLoading();
    m_state->showEmpty(
        QStringLiteral("routes"), tr("No route was called in this time"),
        tr("Pick a longer time above, or send a request:\ncurl %1/health").arg(m_session->endpoint().url.toString()));
}

void RoutesPage::focusSearch()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QList<Shortcut> RoutesPage::shortcuts() const
{
    return {
        {tr("↑, ↓"), tr("The route above or below")},
        {tr("Enter"), tr("Open the route")},
        {tr("Esc"), tr("Close it")},
    };
}

void RoutesPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Escape)
        return Page::keyPressEvent(event);
    if (!m_filter->text().isEmpty() && m_filter->hasFocus())
        m_filter->clear();
    else if (m_chosen->isAny())
        closeDetail();
    else
        Page::keyPressEvent(event);
}

bool RoutesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        const QModelIndex current = m_view->currentIndex();
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && current.isValid()) {
            m_view->selectRow(current.row());
            choose(m_model.row(m_proxy.mapToSource(current).row()));
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void RoutesPage::restoreLayout()
{
    m_view->horizontalHeader()->restoreState(m_settings.value(HeaderKey).toByteArray());
    // Whatever was saved: what is left over is the route's.
    m_view->horizontalHeader()->setSectionResizeMode(RoutesModel::Route, QHeaderView::Stretch);
    m_splitter->restoreState(m_settings.value(SplitterKey).toByteArray());
    m_filter->setText(m_settings.value(FilterKey).toString());
    m_proxy.setWords(m_filter->text());
    const QHeaderView *header = m_view->horizontalHeader();
    m_proxy.sort(header->sortIndicatorSection(), header->sortIndicatorOrder());
}

void RoutesPage::saveLayout()
{
    m_settings.setValue(HeaderKey, m_view->horizontalHeader()->saveState());
    m_settings.setValue(SplitterKey, m_splitter->saveState());
    m_settings.setValue(FilterKey, m_filter->text());
}

} // namespace signalbox::ui
