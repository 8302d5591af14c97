// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shell/main_window.h"

#include "client/sample_traffic.h"
#include "pages/page.h"
#include "shell/attach_flow.h"
#include "shell/closing_pane.h"
#include "shell/command_palette.h"
#include "shell/command_source.h"
#include "shell/rail.h"
#include "shell/server_actions.h"
#include "shell/server_menu.h"
#include "shell/server_notice_bar.h"
#include "shell/server_notices.h"
#include "shell/server_status.h"
#include "shell/shortcut_help.h"
#include "shell/status_bar.h"
#include "shell/top_bar.h"
#include "widgets/theme.h"
#include "widgets/toast.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace signalbox::ui {

namespace {

using namespace Qt::Literals::StringLiterals;

constexpr QSize Smallest(880, 560);
constexpr int RailFoldsBelow = 1200;
const QString ThemeKey = u"window/theme"_s;

} // namespace

MainWindow::MainWindow(Theme &theme, QSettings &settings, ServerControl *control, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_settings(settings)
    , m_control(control)
    , m_layout(settings)
    , m_servers(settings)
    , m_keeper(control, m_range)
    , m_rail(new Rail(theme))
    , m_topBar(new TopBar(theme, m_range))
    , m_notice(new ServerNoticeBar(theme))
    , m_stack(new QStackedWidget)
    , m_statusBar(new StatusBar(m_lag))
    , m_actions(control ? new ServerActions(theme, *control, this) : nullptr)
    , m_attach(new AttachFlow(theme, m_servers, m_keeper, this))
    , m_notices(new ServerNotices(*m_notice, control, this))
    , m_commands(new CommandSource(m_servers, m_keeper, *m_attach, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Signalbox"_s);
    setWindowIcon(QIcon(u":/signalbox/signalbox.svg"_s));
    setMinimumSize(Smallest);
    theme.setMode(Theme::Mode(qBound(0, settings.value(ThemeKey).toInt(), int(Theme::Mode::Dark))));
    build();
    connectParts();
    addShortcuts();
    useSession(m_keeper.session());
}

MainWindow::~MainWindow() = default;

TimeRange &MainWindow::range()
{
    return m_range;
}

void MainWindow::addPage(Page *page)
{
    m_pages.append(page);
    m_stack->addWidget(page);
    m_theme.dress(*page);
    const QString keys = u"Ctrl+%1"_s.arg(m_pages.size());
    m_rail->addPage(page->id(), page->title(), page->iconName(), keys);
    m_commands->addPage(*page, keys);
    auto *action = new QAction(this);
    action->setShortcut(keys);
    addAction(action);
    connect(action, &QAction::triggered, this, [this, page] { setCurrent(*page); });
    connectPage(page);
    page->setSession(m_keeper.session());
    if (m_pages.size() == 1)
        setCurrent(*page);
}

void MainWindow::ready()
{
    m_layout.restore(*this);
    if (Page *last = page(m_layout.page()))
        setCurrent(*last);
}

void MainWindow::attach(const Endpoint &endpoint)
{
    m_attach->attach(endpoint);
}

void MainWindow::go(const QString &pageId, const QString &what)
{
    Page *target = page(pageId);
    if (!target)
        return;
    setCurrent(*target);
    if (!what.isEmpty())
        target->open(what);
}

Page *MainWindow::currentPage() const
{
    return qobject_cast<Page *>(m_stack->currentWidget());
}

Session *MainWindow::session() const
{
    return m_keeper.session();
}

// The server's requests in flight come before the wish to be gone.
void MainWindow::closeEvent(QCloseEvent *event)
{
    const bool runs = m_control && m_control->state() != ServerControl::State::Stopped;
    if (runs && !m_mayClose) {
        event->ignore();
        m_closing->begin();
        return;
    }
    m_layout.save(*this, currentPage() ? currentPage()->id() : QString());
    event->accept();
    m_keeper.leave();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_rail->setFolded(width() < RailFoldsBelow);
}

void MainWindow::build()
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(0);
    row->addWidget(m_rail);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_topBar);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    column->addWidget(m_statusBar);
    row->addLayout(column, 1);
    m_stack->setObjectName(u"pages"_s);
    m_palette = new CommandPalette(m_theme, this);
    m_help = new ShortcutHelp(m_theme, this);
    m_closing = m_control ? new ClosingPane(m_theme, *m_control, this) : nullptr;
    m_toast = new Toast(this);
    for (QWidget *part : std::initializer_list<QWidget *>{m_rail, m_topBar, m_notice, m_statusBar, m_palette, m_help,
                                                          m_closing, m_toast}) {
        if (part)
            m_theme.dress(*part);
    }
}

void MainWindow::connectParts()
{
    auto *menu = new ServerMenu(m_theme, m_actions, m_servers, m_keeper, this);
    m_topBar->setServerMenu(menu);
    connect(menu, &ServerMenu::attachAsked, m_attach, &AttachFlow::attachTo);
    connect(menu, &ServerMenu::addAsked, this, [this] { m_attach->ask(); });
    connect(menu, &ServerMenu::manageAsked, m_attach, &AttachFlow::manage);
    connect(m_topBar, &TopBar::searchAsked, this, &MainWindow::openPalette);
    connect(m_rail, &Rail::chosen, this, [this](const QString &id) { go(id); });
    connect(m_rail, &Rail::helpAsked, this, &MainWindow::openHelp);
    connect(m_notices, &ServerNotices::changeAsked, m_attach, &AttachFlow::askAgain);
    connect(&m_keeper, &SessionKeeper::sessionChanged, this, &MainWindow::useSession);
    connect(&m_keeper, &SessionKeeper::linkChanged, this, &MainWindow::showServer);
    connect(&m_keeper, &SessionKeeper::left, this, &MainWindow::closed);
    connect(m_commands, &CommandSource::goAsked, this, &MainWindow::go);
    connect(m_commands, &CommandSource::commandsArrived, m_palette, &CommandPalette::addCommands);
    m_palette->setOfText([this](const QString &text) {
        m_commands->askForUsers(text);
        return m_commands->ofText(text);
    });
    connect(&m_theme, &Theme::changed, this, [this] { m_settings.setValue(ThemeKey, int(m_theme.mode())); });
    if (!m_control)
        return;
    connect(m_control, &ServerControl::stateChanged, this, &MainWindow::showServer);
    connect(m_closing, &ClosingPane::finished, this, [this] {
        m_mayClose = true;
        close();
    });
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto slot) {
        auto *action = new QAction(this);
        action->setShortcut(keys);
        addAction(action);
        connect(action, &QAction::triggered, this, slot);
    };
    const auto search = [this] {
        if (Page *page = currentPage())
            page->focusSearch();
    };
    on(u"Ctrl+K"_s, [this] { openPalette(); });
    on(u"?"_s, [this] { openHelp(); });
    on(u"/"_s, search);
    on(u"Ctrl+F"_s, search);
    on(u"Ctrl+Q"_s, [this] { close(); });
    addWindowCommands();
}

void MainWindow::addWindowCommands()
{
    if (m_actions) {
        m_commands->addAction(m_actions->start(), u"play"_s);
        m_commands->addAction(m_actions->stop(), u"stop"_s);
        m_commands->addAction(m_actions->restart(), u"restart"_s);
        m_commands->addAction(m_actions->copyUrl(), u"copy"_s);
    }
    connect(addCommand(u"command.pause"_s, tr("Pause, or go on"), u"pause"_s, u"Ctrl+."_s), &QAction::triggered, this,
            [this] { m_range.setPaused(!m_range.isPaused()); });
    connect(addCommand(u"command.live"_s, tr("Back to live"), u"live"_s, u"Ctrl+Shift+L"_s), &QAction::triggered, this,
            [this] { m_range.setKind(TimeRange::Kind::Live); });
    connect(addCommand(u"command.theme"_s, tr("Light or dark"), u"moon"_s, u"Ctrl+Shift+T"_s), &QAction::triggered,
            this, [this] { m_theme.setMode(m_theme.isDark() ? Theme::Mode::Light : Theme::Mode::Dark); });
    connect(addCommand(u"command.sample"_s, tr("Send sample traffic, or stop it"), u"send"_s, {}), &QAction::triggered,
            this, &MainWindow::toggleSampleTraffic);
    connect(addCommand(u"command.attach"_s, tr("Attach to a server…"), u"plus"_s, {}), &QAction::triggered, this,
            [this] { m_attach->ask(); });
    connect(addCommand(u"command.settings"_s, tr("Settings"), u"settings"_s, u"Ctrl+,"_s), &QAction::triggered, this,
            [this] { go(u"settings"_s); });
}

QAction *MainWindow::addCommand(const QString &name, const QString &text, const QString &icon, const QKeySequence &keys)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    addAction(action);
    m_commands->addAction(action, icon);
    return action;
}

void MainWindow::connectPage(Page *page)
{
    connect(page, &Page::openLink, this, &MainWindow::go);
    connect(page, &Page::toast, m_toast, &Toast::show);
    connect(page, &Page::badgeChanged, this, [this, page](int count) { m_rail->setBadge(page->id(), count); });
    connect(page, &Page::notShownChanged, this, [this, page](qint64 count) {
        if (page == currentPage())
            m_statusBar->setNotShown(count);
    });
}

void MainWindow::setCurrent(Page &page)
{
    Page *before = currentPage();
    if (before && before != &page)
        before->setActive(false);
    if (before != &page)
        m_statusBar->setNotShown(0);
    m_stack->setCurrentWidget(&page);
    m_rail->setCurrent(page.id());
    page.setActive(true);
    page.setFocus();
}

Page *MainWindow::page(const QString &id) const
{
    const auto found = std::ranges::find(m_pages, id, &Page::id);
    return found == m_pages.end() ? nullptr : *found;
}

void MainWindow::useSession(Session *session)
{
    m_notices->follow(session, m_keeper.watchesLocal());
    m_statusBar->setSession(session);
    for (Page *page : std::as_const(m_pages))
        page->setSession(session);
    showServer();
}

void MainWindow::showServer()
{
    Session *session = m_keeper.session();
    // Without a server of its own, the window has none until it is attached.
    const Endpoint none = m_control ? Endpoint::thisMachine() : Endpoint{{}, {}, tr("No server"), Qt::gray};
    const Endpoint here = session ? session->endpoint() : none;
    m_topBar->setServer(here.name, here.color);
    m_topBar->setStatus(serverStatus(m_control, session));
    setWindowTitle(u"%1 · Signalbox"_s.arg(here.name));
}

void MainWindow::openPalette()
{
    m_palette->openWith(m_commands->commands());
    m_commands->askForRoutes();
    m_commands->askForQueues();
}

void MainWindow::openHelp()
{
    if (Page *page = currentPage())
        m_help->openFor(page->title(), page->shortcuts());
}

void MainWindow::toggleSampleTraffic()
{
    Session *session = m_keeper.session();
    if (!session)
        return m_toast->show(tr("No server to send traffic to. Start it, or attach to one."));
    SampleTraffic &traffic = session->sampleTraffic();
    if (traffic.isRunning()) {
        traffic.stop();
        m_toast->show(tr("Sample traffic stopped"));
        return;
    }
    connect(
        &traffic, &SampleTraffic::finished, m_toast,
        [this](const QString &error) { m_toast->show(error.isEmpty() ? tr("Sample traffic sent") : error); },
        Qt::SingleShotConnection);
    traffic.start();
    m_toast->show(tr("Sending sample traffic for 20 s"));
}

} // namespace signalbox::ui
