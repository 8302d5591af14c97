// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of every page, light and dark, in two sizes, empty and under real traffic: for the documentation, and to
// look at after a change. signalbox-screenshots DIR [SECONDS of traffic [PAGE…]]

#include "client/sample_traffic.h"
#include "client/session.h"
#include "embedded_server.h"
#include "pages.h"
#include "pages/page.h"
#include "sample_accounts.h"
#include "shell/loop_lag.h"
#include "shell/main_window.h"
#include "steady_load.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCoroTask>
#include <QCoroTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPixmap>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimer>

#include <optional>

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Settling = 700ms; // a page asks the server for what it shows
constexpr QSize Small(1024, 700);
constexpr QSize Large(1600, 1000);
constexpr int RowToOpen = 2;
const QStringList allPages{u"overview"_s, u"requests"_s, u"routes"_s,  u"cache"_s,
                           u"users"_s,    u"audit"_s,    u"settings"_s};
const QStringList cacheParts{u"keys"_s, u"invalidations"_s, u"redis"_s};
const QStringList pagesWithRows{u"requests"_s, u"routes"_s, u"users"_s, u"audit"_s};
constexpr int UsualTrafficSeconds = 100;
constexpr int RequestsPerSecond = 8000;
constexpr double QuietMs = 25; // of lag: what the pictures themselves cost is not to be seen in them
constexpr auto QuietWithin = 7s;

QCoro::Task<> pause(std::chrono::milliseconds time)
{
    QTimer timer;
    timer.setSingleShot(true);
    timer.start(time);
    co_await timer;
}

QCoro::Task<> untilStarted(const app::EmbeddedServer &server)
{
    while (server.state() == app::EmbeddedServer::State::Starting)
        co_await pause(20ms);
}

// Holds what the pictures are taken of. Main thread.
class Studio {
public:
    Studio(const QString &folder, int trafficSeconds);

    QCoro::Task<> takeAll();
    QCoro::Task<> takeOnly(QStringList pages); // what one who works on a page wants to see

private:
    Server::Settings serverSettings() const;
    QCoro::Task<> startServer();
    QCoro::Task<> takePages(QString state, QStringList pages = allPages);
    QCoro::Task<> takeParts(QStringList pages);
    QCoro::Task<> takeCache();
    QCoro::Task<> takeOverlays();
    QCoro::Task<> takeStates();
    QCoro::Task<> driveTraffic();
    QCoro::Task<> keepTrafficUp(std::chrono::milliseconds time);
    QCoro::Task<> untilQuiet();
    QCoro::Task<> takeBoth(QString name);
    QTableView *tableWithRows() const;
    QCoro::Task<> untilRows();
    void openRow();
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}, const QString &text = {});
    void take(const QString &name);

    QDir m_folder;
    std::chrono::seconds m_traffic;
    QTemporaryDir m_data;
    QSettings m_settings;
    Theme m_theme;
    app::EmbeddedServer m_server;
    MainWindow m_window;
    std::optional<app::SampleAccounts> m_accounts; // once there is a server
    LoopLag m_lag;
    std::optional<app::SteadyLoad> m_load;
};

Studio::Studio(const QString &folder, int trafficSeconds)
    : m_folder(folder)
    , m_traffic(trafficSeconds)
    , m_settings(m_data.filePath(u"window.ini"_s), QSettings::IniFormat)
    , m_server(serverSettings())
    , m_window(m_theme, m_settings, &m_server)
{
    m_folder.mkpath(u"."_s);
    app::addPages(m_window, m_theme, m_settings);
    m_window.show();
}

Server::Settings Studio::serverSettings() const
{
    Server::Settings settings;
    settings.adminToken = "of-the-screenshots";
    settings.dataDirectory = m_data.path();
    settings.accounts.bcryptCost = 4; // for users by the thousand
    settings.redis.mode = RedisSettings::Mode::Private;
    settings.telemetry.logFile = m_data.filePath(u"signalbox.log"_s);
    return settings;
}

QCoro::Task<> Studio::startServer()
{
    m_server.start();
    co_await untilStarted(m_server);
    if (m_server.isPortTaken()) {
        m_server.startOn(0);
        co_await untilStarted(m_server);
    }
    co_await pause(Settling);
    m_accounts.emplace(*m_window.session());
}

QCoro::Task<> Studio::takeAll()
{
    co_await startServer();
    co_await takePages(u"empty"_s);
    co_await m_accounts->make();
    co_await driveTraffic();
    co_await takePages(u"full"_s);
    co_await takeParts(pagesWithRows);
    co_await takeCache();
    co_await takeOverlays();
    m_load.reset();
    co_await takeStates();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::quit();
}

QCoro::Task<> Studio::takeOnly(QStringList pages)
{
    QStringList withRows;
    for (const QString &page : pages)
        if (pagesWithRows.contains(page))
            withRows.append(page);
    co_await startServer();
    co_await takePages(u"empty"_s, pages);
    co_await m_accounts->make();
    co_await driveTraffic();
    co_await takePages(u"full"_s, pages);
    co_await takeParts(withRows);
    if (pages.contains(u"cache"_s))
        co_await takeCache();
    m_load.reset();
    m_server.stop();
    co_await pause(Settling);
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::quit();
}

QCoro::Task<> Studio::takePages(QString state, QStringList pages)
{
    for (const QSize &size : {Small, Large}) {
        m_window.resize(size);
        for (const QString &page : pages) {
            m_window.go(page);
            co_await pause(Settling);
            co_await takeBoth(u"%1-%2-%3x%4"_s.arg(page, state).arg(size.width()).arg(size.height()));
        }
    }
}

// With a row open, where a page has rows.
QCoro::Task<> Studio::takeParts(QStringList pages)
{
    for (const QString &page : pages) {
        m_window.go(page);
        co_await pause(Settling);
        openRow();
        co_await pause(Settling);
        co_await takeBoth(page + "-detail"_L1);
        press(Qt::Key_Escape);
    }
}

// The other parts of the Cache page, the keys with one of them open.
QCoro::Task<> Studio::takeCache()
{
    m_window.go(u"cache"_s);
    for (const QString &part : cacheParts) {
        m_window.findChild<QAbstractButton *>("cacheSection."_L1 + part)->click();
        co_await pause(Settling);
        if (part == "keys"_L1) {
            co_await untilRows();
            openRow();
        }
        co_await pause(Settling);
        co_await takeBoth("cache-"_L1 + part);
    }
    m_window.findChild<QAbstractButton *>(u"cacheSection.hitRate"_s)->click();
}

QCoro::Task<> Studio::takeOverlays()
{
    m_window.go(u"overview"_s);
    press(Qt::Key_K, Qt::ControlModifier);
    co_await pause(Settling);
    co_await takeBoth(u"palette"_s);
    press(Qt::Key_Escape);
    press(Qt::Key_Question, {}, u"?"_s);
    co_await takeBoth(u"help"_s);
    press(Qt::Key_Escape);
    m_window.findChild<QAction *>(u"command.attach"_s)->trigger();
    co_await pause(Settling);
    for (QWidget *dialog : QApplication::topLevelWidgets())
        if (dialog->objectName() == "attachDialog"_L1) {
            dialog->grab().save(m_folder.filePath(u"attach.png"_s));
            dialog->close();
        }
}

QCoro::Task<> Studio::takeStates()
{
    m_window.range().setPaused(true);
    co_await pause(Settling);
    co_await takeBoth(u"paused"_s);
    m_window.range().setPaused(false);
    m_server.stop();
    co_await pause(Settling);
    co_await takeBoth(u"stopped"_s);
    app::EmbeddedServer holder(serverSettings());
    holder.startOn(m_server.port());
    co_await untilStarted(holder);
    m_server.start();
    co_await untilStarted(m_server);
    co_await takeBoth(u"port-taken"_s);
}

QCoro::Task<> Studio::driveTraffic()
{
    m_load.emplace(m_server.port(), RequestsPerSecond);
    co_await keepTrafficUp(m_traffic);
}

// The load has the many quick ones, the sample the slow ones.
QCoro::Task<> Studio::keepTrafficUp(std::chrono::milliseconds time)
{
    QElapsedTimer since;
    since.start();
    do {
        if (m_load)
            m_window.session()->sampleTraffic().start(); // does nothing while it runs
        if (m_load)
            m_accounts->use();
        co_await pause(std::min<std::chrono::milliseconds>(time, 1s));
    } while (since.elapsed() < time.count());
}

QCoro::Task<> Studio::untilQuiet()
{
    QElapsedTimer since;
    since.start();
    while (m_lag.maxMs() > QuietMs && since.elapsed() < std::chrono::milliseconds(QuietWithin).count())
        co_await keepTrafficUp(250ms);
}

QCoro::Task<> Studio::takeBoth(QString name)
{
    for (const auto &[mode, suffix] : {std::pair{Theme::Mode::Light, u"light"_s}, {Theme::Mode::Dark, u"dark"_s}}) {
        m_theme.setMode(mode);
        co_await pause(150ms);
        co_await untilQuiet();
        take(u"%1-%2"_s.arg(name, suffix));
    }
}

// The one that is seen first on the page.
QTableView *Studio::tableWithRows() const
{
    for (auto *table : m_window.currentPage()->findChildren<QTableView *>())
        if (table->isVisible() && table->model()->rowCount() > RowToOpen)
            return table;
    return nullptr;
}

QCoro::Task<> Studio::untilRows()
{
    QElapsedTimer since;
    since.start();
    while (!tableWithRows() && since.elapsed() < std::chrono::milliseconds(QuietWithin).count())
        co_await pause(20ms);
}

void Studio::openRow()
{
    QTableView *table = tableWithRows();
    if (!table)
        return;
    table->setFocus();
    table->setCurrentIndex(table->model()->index(RowToOpen, 0));
    press(Qt::Key_Return);
}

void Studio::press(Qt::Key key, Qt::KeyboardModifiers modifiers, const QString &text)
{
    QWidget *focused = QApplication::focusWidget();
    QWidget *target = focused ? focused : &m_window;
    for (QAction *action : m_window.actions())
        if (action->shortcut() == QKeySequence(key | modifiers))
            return action->trigger();
    QKeyEvent event(QEvent::KeyPress, key, modifiers, text);
    QApplication::sendEvent(target, &event);
}

void Studio::take(const QString &name)
{
    const QImage picture = m_window.grab().toImage();
    QThreadPool::globalInstance()->start([picture, file = m_folder.filePath(name + ".png"_L1)] { picture.save(file); });
}

} // namespace

int main(int argc, char *argv[])
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 2) {
        qWarning("signalbox-screenshots DIR [SECONDS of traffic [PAGE…]]");
        return 2;
    }
    Studio studio(arguments.at(1), arguments.size() > 2 ? arguments.at(2).toInt() : UsualTrafficSeconds);
    const QStringList pages = arguments.mid(3);
    const QCoro::Task<> all = pages.isEmpty() ? studio.takeAll() : studio.takeOnly(pages);
    return QApplication::exec();
}
