// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures of every page, light and dark, in two sizes, empty and under real traffic: for the documentation, and to
// look at after a change. signalbox-screenshots DIR [SECONDS of traffic [PAGE…]]

#include "client/sample_traffic.h"
#include "client/session.h"
#include "embedded_server.h"
#include "pages.h"
#include "pictures_camera.h"
#include "queue_pictures.h"
#include "sample_accounts.h"
#include "sample_queues.h"
#include "shell/main_window.h"
#include "steady_load.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QThreadPool>

#include <optional>

using namespace signalbox;
using namespace signalbox::ui;
using app::pauseFor;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Settling = app::PicturesCamera::Settling;
constexpr QSize Small(1024, 700);
constexpr QSize Large(1600, 1000);
const QStringList allPages{u"overview"_s, u"requests"_s, u"routes"_s, u"queues"_s,
                           u"cache"_s,    u"users"_s,    u"audit"_s,  u"settings"_s};
const QStringList cacheParts{u"keys"_s, u"invalidations"_s, u"redis"_s};
const QStringList pagesWithRows{u"requests"_s, u"routes"_s, u"users"_s, u"audit"_s};
constexpr int UsualTrafficSeconds = 100;
constexpr int RequestsPerSecond = 8000;

QCoro::Task<> untilStarted(const app::EmbeddedServer &server)
{
    while (server.state() == app::EmbeddedServer::State::Starting)
        co_await pauseFor(20ms);
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
    QCoro::Task<> takePages(QStringList pages);
    QCoro::Task<> takeSizes(QString state, QStringList pages);
    QCoro::Task<> takeParts(QStringList pages);
    QCoro::Task<> takeCache();
    QCoro::Task<> takeOverlays();
    QCoro::Task<> takeStates();
    QCoro::Task<> driveTraffic(QStringList pages);
    void stopTraffic();
    QCoro::Task<> keepTrafficUp(std::chrono::milliseconds time);
    void useOnceASecond();
    void finish();

    std::chrono::seconds m_traffic;
    QTemporaryDir m_data;
    QSettings m_settings;
    Theme m_theme;
    app::EmbeddedServer m_server;
    MainWindow m_window;
    app::PicturesCamera m_camera;
    std::optional<app::SampleAccounts> m_accounts; // once there is a server
    std::optional<app::SampleQueues> m_queues; // likewise
    std::optional<app::SteadyLoad> m_load;
    bool m_isTraffic = false;
    QElapsedTimer m_sinceUse;
};

Studio::Studio(const QString &folder, int trafficSeconds)
    : m_traffic(trafficSeconds)
    , m_settings(m_data.filePath(u"window.ini"_s), QSettings::IniFormat)
    , m_server(serverSettings())
    , m_window(m_theme, m_settings, &m_server)
    , m_camera(m_window, m_theme, folder, [this](std::chrono::milliseconds time) { return keepTrafficUp(time); })
{
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
    co_await pauseFor(Settling);
    m_accounts.emplace(*m_window.session());
    if (const auto redis = co_await app::ownRedis(*m_window.session()))
        m_queues.emplace(*m_window.session(), *redis);
}

QCoro::Task<> Studio::takeAll()
{
    co_await takePages(allPages);
    co_await takeOverlays();
    stopTraffic();
    co_await takeStates();
    finish();
}

QCoro::Task<> Studio::takeOnly(QStringList pages)
{
    co_await takePages(pages);
    stopTraffic();
    m_queues.reset();
    m_server.stop();
    co_await pauseFor(Settling);
    finish();
}

// Empty, then under traffic, with what is in them.
QCoro::Task<> Studio::takePages(QStringList pages)
{
    co_await startServer();
    co_await takeSizes(u"empty"_s, pages);
    co_await m_accounts->make();
    if (m_queues)
        co_await m_queues->make();
    co_await driveTraffic(pages);
    co_await takeSizes(u"full"_s, pages);
    co_await takeParts(pages);
    if (pages.contains(u"cache"_s))
        co_await takeCache();
    if (m_queues && pages.contains(u"queues"_s))
        co_await app::takeQueues(m_camera, *m_queues);
}

void Studio::finish()
{
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::quit();
}

QCoro::Task<> Studio::takeSizes(QString state, QStringList pages)
{
    for (const QSize &size : {Small, Large}) {
        m_window.resize(size);
        for (const QString &page : pages) {
            m_window.go(page);
            co_await pauseFor(Settling);
            co_await m_camera.takeBoth(u"%1-%2-%3x%4"_s.arg(page, state).arg(size.width()).arg(size.height()));
        }
    }
}

// With a row open, where a page has rows.
QCoro::Task<> Studio::takeParts(QStringList pages)
{
    for (const QString &page : pages) {
        if (!pagesWithRows.contains(page))
            continue;
        m_window.go(page);
        co_await pauseFor(Settling);
        m_camera.openRow();
        co_await pauseFor(Settling);
        co_await m_camera.takeBoth(page + "-detail"_L1);
        m_camera.press(Qt::Key_Escape);
    }
}

// The other parts of the Cache page, the keys with one of them open.
QCoro::Task<> Studio::takeCache()
{
    m_window.go(u"cache"_s);
    for (const QString &part : cacheParts) {
        m_window.findChild<QAbstractButton *>("cacheSection."_L1 + part)->click();
        co_await pauseFor(Settling);
        if (part == "keys"_L1) {
            co_await m_camera.untilRows();
            m_camera.openRow();
        }
        co_await pauseFor(Settling);
        co_await m_camera.takeBoth("cache-"_L1 + part);
    }
    m_window.findChild<QAbstractButton *>(u"cacheSection.hitRate"_s)->click();
}

QCoro::Task<> Studio::takeOverlays()
{
    m_window.go(u"overview"_s);
    m_camera.press(Qt::Key_K, Qt::ControlModifier);
    co_await pauseFor(Settling);
    co_await m_camera.takeBoth(u"palette"_s);
    m_camera.press(Qt::Key_Escape);
    m_camera.press(Qt::Key_Question, {}, u"?"_s);
    co_await m_camera.takeBoth(u"help"_s);
    m_camera.press(Qt::Key_Escape);
    m_window.findChild<QAction *>(u"command.attach"_s)->trigger();
    co_await pauseFor(Settling);
    co_await m_camera.takeDialog(u"attach"_s);
}

QCoro::Task<> Studio::takeStates()
{
    m_window.range().setPaused(true);
    co_await pauseFor(Settling);
    co_await m_camera.takeBoth(u"paused"_s);
    m_window.range().setPaused(false);
    m_queues.reset();
    m_server.stop();
    co_await pauseFor(Settling);
    co_await m_camera.takeBoth(u"stopped"_s);
    app::EmbeddedServer holder(serverSettings());
    holder.startOn(m_server.port());
    co_await untilStarted(holder);
    m_server.start();
    co_await untilStarted(m_server);
    co_await m_camera.takeBoth(u"port-taken"_s);
}

QCoro::Task<> Studio::driveTraffic(QStringList pages)
{
    m_isTraffic = true;
    if (pages != QStringList{u"queues"_s}) // which shows jobs alone
        m_load.emplace(m_server.port(), RequestsPerSecond);
    co_await keepTrafficUp(m_traffic);
}

void Studio::stopTraffic()
{
    m_load.reset();
    m_isTraffic = false;
}

// The window's own questions wait for those of the samples, which are asked by the same client.
void Studio::useOnceASecond()
{
    if (!m_isTraffic || (m_sinceUse.isValid() && m_sinceUse.elapsed() < 1000))
        return;
    m_sinceUse.start();
    m_accounts->use();
    if (m_queues)
        m_queues->use();
}

// The load has the many quick ones, the sample the slow ones.
QCoro::Task<> Studio::keepTrafficUp(std::chrono::milliseconds time)
{
    QElapsedTimer since;
    since.start();
    do {
        if (m_load)
            m_window.session()->sampleTraffic().start(); // does nothing while it runs
        useOnceASecond();
        co_await pauseFor(std::min<std::chrono::milliseconds>(time, 1s));
    } while (since.elapsed() < time.count());
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
