// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages/cache/keys_pane.h"

#include "client/session.h"
#include "pages/cache/cache_commands.h"
#include "pages/cache/key_actions.h"
#include "pages/cache/key_detail.h"
#include "pages/cache/keys_bar.h"
#include "pages/cache/keys_delegate.h"
#include "pages/cache/keys_footer.h"
#include "pages/cache/no_redis.h"
#include "pages/sweep/sweep_dialog.h"
#include "widgets/detail_splitter.h"
#include "widgets/empty_state.h"
#include "widgets/format.h"
#include "widgets/plain_table.h"
#include "widgets/state_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace signalbox::ui {

using namespace Qt::Literals::StringLiterals;

namespace {

const QList<int> Widths{360, 88, 104, 96};

} // namespace

KeysPane::KeysPane(const Theme &theme, QSettings &settings, CacheCommands &commands, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_sorted(m_model)
    , m_bar(new KeysBar(theme))
    , m_table(makeTable())
    , m_detail(new KeyDetail(theme))
    , m_noRedis(new NoRedis(theme))
    , m_stack(new QStackedWidget)
    , m_footer(new KeysFooter(m_scan, m_model))
{
    setObjectName(u"keysPane"_s);
    build(settings);
    m_actions = new KeyActions(theme, commands, *m_splitter, [this] { return chosen(); });
    m_detail->setActions(m_actions->all());
    connectScan();
    connectTable();
    connectDetail();
    showState();
}

QTableView *KeysPane::makeTable()
{
    QTableView *table = makePlainTable(m_theme, m_sorted, u"keysTable"_s, tr("Keys"), Widths);
    table->setItemDelegate(new KeysDelegate(m_theme, *table));
    table->setSortingEnabled(true);
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    table->setTextElideMode(Qt::ElideMiddle);
    table->setMinimumHeight(5 * Theme::RowHeight);
    QHeaderView *header = table->horizontalHeader();
    header->setSortIndicator(-1, Qt::AscendingOrder); // as they came, until someone asks
    header->setSortIndicatorClearable(true);
    header->setStretchLastSection(false);
    header->setDefaultAlignment({});
    header->setSectionResizeMode(KeysModel::Key, QHeaderView::Stretch);
    table->installEventFilter(this);
    return table;
}

void KeysPane::build(QSettings &settings)
{
    m_states = new StateView(m_theme, m_table, this);
    m_states->setObjectName(u"keysState"_s);
    m_splitter = new DetailSplitter(settings, u"cache/keys"_s);
    m_splitter->setObjectName(u"keysSplitter"_s);
    m_splitter->setParts(m_states, m_detail);
    auto *keys = new QWidget;
    auto *inner = new QVBoxLayout(keys);
    inner->setContentsMargins({});
    inner->setSpacing(0);
    inner->addWidget(m_bar);
    inner->addWidget(m_splitter, 1);
    inner->addWidget(m_footer);
    m_stack->addWidget(keys);
    m_stack->addWidget(m_noRedis);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_stack);
    setFocusProxy(m_table);
}

void KeysPane::connectScan()
{
    connect(m_bar, &KeysBar::scanAsked, this, &KeysPane::scan);
    connect(m_bar, &KeysBar::cancelAsked, &m_scan, &KeyScan::cancel);
    connect(m_bar, &KeysBar::deleteAsked, this, &KeysPane::deleteAll);
    connect(m_bar, &KeysBar::left, m_table, qOverload<>(&QWidget::setFocus));
    connect(m_states, &StateView::retryAsked, &m_scan, &KeyScan::goOn);
    connect(&m_scan, &KeyScan::restarted, &m_model, &KeysModel::clear);
    connect(&m_scan, &KeyScan::cameAcross, this, [this](const QList<KeyRow> &rows) {
        m_sorted.setDynamicSortFilter(!m_table->viewport()->underMouse()); // rows don't move under the pointer
        m_model.append(rows);
        if (m_model.isFull())
            m_scan.cancel();
    });
    connect(&m_scan, &KeyScan::stateChanged, this, &KeysPane::showState);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, &m_model, &KeysModel::tick);
    connect(&m_second, &QTimer::timeout, m_detail, &KeyDetail::tick);
}

void KeysPane::connectTable()
{
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        m_actions->enable();
        if (m_splitter->isDetailShown())
            openKey(index);
    });
    connect(m_table, &QTableView::clicked, this, &KeysPane::openKey);
    connect(m_table, &QWidget::customContextMenuRequested, this, &KeysPane::showMenu);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] { m_actions->enable(); });
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &KeysPane::showState);
}

void KeysPane::connectDetail()
{
    connect(m_detail, &KeyDetail::closed, this, &KeysPane::closeDetail);
    connect(m_detail, &KeyDetail::loaded, &m_model, &KeysModel::update);
    connect(m_actions, &KeyActions::toast, this, &KeysPane::toast);
    connect(m_actions, &KeyActions::valueAsked, this, &KeysPane::copyValue);
    connect(m_actions, &KeyActions::refreshAsked, m_detail, &KeyDetail::refresh);
    connect(&m_commands, &CacheCommands::keyChanged, this, [this](const QCborMap &answer) {
        const KeyRow row = KeyRow::fromCbor(answer, QDateTime::currentMSecsSinceEpoch());
        m_model.update(row);
        m_detail->update(row);
    });
    connect(&m_commands, &CacheCommands::keyRemoved, this, [this](const QString &id) {
        if (m_detail->row().id == id)
            closeDetail();
        m_model.remove(id);
    });
}

void KeysPane::setSession(Session *session)
{
    m_session = session;
    m_scan.setSession(session);
    m_detail->setSession(session);
    showState();
}

void KeysPane::setActive(bool active)
{
    m_active = active;
    if (!active)
        return m_second.stop();
    m_second.start();
    m_model.tick();
    showState();
}

void KeysPane::setState(const std::optional<CacheState> &state)
{
    const bool wasUp = isUp();
    const bool same = state && m_link && m_link->state == state->redis.state;
    m_link = state ? std::optional(state->redis) : std::nullopt;
    if (state) {
        QStringList names;
        for (const CacheNamespace &row : state->namespaces)
            names.append(row.name);
        m_actions->setNamespaces(names);
        m_noRedis->setLink(state->redis);
    }
    if (isUp() && !wasUp && m_scan.state() == KeyScan::State::Failed && m_model.rowCount() == 0)
        m_scan.forget();
    if (!same) // once a second all is told again
        showState();
}

bool KeysPane::isUp() const
{
    return m_link && m_link->state == RedisLink::State::Up;
}

void KeysPane::look(const QString &pattern)
{
    m_bar->setTyped(pattern);
    scan();
}

void KeysPane::forget()
{
    closeDetail();
    m_detail->clear();
    m_model.clear();
    m_scan.forget();
}

void KeysPane::focusSearch()
{
    m_bar->focusPattern();
}

void KeysPane::scan()
{
    closeDetail();
    m_detail->clear();
    m_scan.start(KeyScan::globOf(m_bar->typed()), m_bar->type());
}

void KeysPane::deleteAll()
{
    SweepPlan plan;
    const QString pattern = KeyScan::globOf(m_bar->typed());
    plan.task.path = u"/admin/redis/keys/delete"_s;
    plan.task.question.insert("match"_L1, pattern);
    if (!m_bar->type().isEmpty())
        plan.task.question.insert("type"_L1, m_bar->type());
    plan.typed = pattern;
    plan.title = m_bar->type().isEmpty() ? tr("Delete all keys that match %1").arg(pattern)
                                         : tr("Delete all keys of type %1 that match %2").arg(m_bar->type(), pattern);
    plan.what = tr("They are deleted in Redis, also those that no cache has put there. Those of the cache go from the "
                   "memory of every node, too.");
    auto *dialog = new SweepDialog(m_theme, m_session, plan, this);
    connect(dialog, &SweepDialog::done, this, [this](const QString &told) {
        emit toast(told);
        scan();
    });
    dialog->open();
}

std::optional<KeyRow> KeysPane::chosen() const
{
    const QModelIndex index = m_sorted.mapToSource(m_table->currentIndex());
    if (index.isValid())
        return m_model.row(index.row());
    return std::nullopt;
}

void KeysPane::openKey(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    m_detail->showKey(m_model.row(m_sorted.mapToSource(index).row()));
    m_splitter->setDetailShown(true);
}

bool KeysPane::closeDetail()
{
    if (!m_splitter->isDetailShown())
        return false;
    m_splitter->setDetailShown(false);
    m_detail->clear();
    m_table->setFocus();
    return true;
}

// What is not in the detail has to be loaded first.
void KeysPane::copyValue()
{
    const QString id = chosen() ? chosen()->id : QString();
    const auto copy = [this, id] {
        if (m_detail->row().id != id)
            return;
        QGuiApplication::clipboard()->setText(m_detail->value().copyText());
        emit toast(tr("The value is on the clipboard"));
    };
    if (m_splitter->isDetailShown() && m_detail->row().id == id)
        return copy();
    connect(m_detail, &KeyDetail::loaded, this, copy, Qt::SingleShotConnection);
    openKey(m_table->currentIndex());
}

void KeysPane::showMenu(const QPoint &position)
{
    if (!chosen())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"keyMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_actions->all());
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

bool KeysPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            openKey(m_table->currentIndex());
            return true;
        }
        if (key == Qt::Key_Escape && m_scan.state() == KeyScan::State::Running) {
            m_scan.cancel();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void KeysPane::showState()
{
    m_stack->setCurrentIndex(m_link && m_link->isAbsent() && m_model.rowCount() == 0 ? 1 : 0);
    if (m_active && isUp() && m_session && m_scan.state() == KeyScan::State::Idle)
        return scan();
    m_bar->setRunning(m_scan.state() == KeyScan::State::Running);
    m_bar->setCanDelete(isUp());
    m_footer->tell();
    if (m_model.rowCount() > 0)
        return m_states->showContent();
    showEmpty();
}

void KeysPane::showEmpty()
{
    if (!m_session)
        return m_states->showDisconnected(tr("No server is being watched."));
    if (const QString why = m_session->whyNothingComes(); !why.isEmpty())
        return m_states->showDisconnected(why);
    if (m_link && m_link->state == RedisLink::State::Starting)
        return m_states->showEmpty(u"clock"_s, tr("Redis is starting"), tr("Its keys show here as soon as it is up."));
    if (m_link && m_link->state == RedisLink::State::Down)
        return m_states->showEmpty(u"disconnected"_s, tr("Redis is down"),
                                   tr("Its keys show here as soon as it is back. %1").arg(m_link->error));
    if (m_scan.state() == KeyScan::State::Failed)
        return m_states->showFailed(m_scan.error());
    if (m_scan.state() == KeyScan::State::Done)
        return m_scan.pattern() == "*"_L1 && m_scan.type().isEmpty()
            ? m_states->showEmpty(u"key"_s, tr("No keys yet"), tr("Redis is empty. What the cache keeps shows here."))
            : m_states->showEmpty(
                u"filter"_s, tr("No key matches"),
                tr("No key of all %1 matches %2.").arg(formatExact(m_scan.total()), m_scan.pattern()));
    if (m_scan.canGoOn())
        return m_states->showEmpty(u"search"_s, tr("Nothing found so far"),
                                   tr("There are more keys: scan further, or narrow the pattern."));
    m_states->showLoading();
}

} // namespace signalbox::ui
