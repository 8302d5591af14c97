// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// queue_window URL QUEUE ROUNDS NEEDLE
// The real window, attached to a server that watches a large queue (SIGNALBOX_ADMIN_TOKEN has its token). ROUNDS times
// a new window opens the Queues page and QUEUE by a click, goes to the middle of its jobs, and to those that are
// completed; each ends when all rows that are seen are loaded and painted. Then it pages down through the jobs,
// searches all states for NEEDLE, and sorts all that wait by their data, by a click on the head. Prints the times, and
// for how long the window heard nothing meanwhile.

#include "client/session.h"
#include "pages.h"
#include "pages/queues/jobs_list.h"
#include "pages/queues/jobs_model.h"
#include "pages/queues/jobs_table.h"
#include "shell/main_window.h"
#include "widgets/theme.h"

#include <QAction>
#include <QApplication>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>
#include <functional>
#include <map>

namespace {

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using std::chrono::milliseconds;

constexpr milliseconds patience{120'000};
constexpr int settling = 1500; // ms in which a new window does what it does besides

void waitFor(const char *what, const std::function<bool()> &isSo)
{
    const QDeadlineTimer end(patience);
    while (!isSo()) {
        if (end.hasExpired())
            qFatal("queue_window: waited in vain for %s", what);
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    }
}

double msOf(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

// For how long at most the main thread did not come to anything else.
class LongestStall {
public:
    LongestStall()
    {
        m_since.start();
        m_beat.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_beat, &QTimer::timeout, &m_beat, [this] {
            m_longest = std::max(m_longest, msOf(m_since));
            m_since.start();
        });
        m_beat.start(beatMs);
    }
    double ms() const { return std::max(0.0, std::max(m_longest, msOf(m_since)) - beatMs); }

private:
    static constexpr int beatMs = 2;
    QTimer m_beat;
    QElapsedTimer m_since;
    double m_longest = 0;
};

// A window of its own, and what a person does with it.
class Visit {
public:
    Visit(const Endpoint &server, QString queue)
        : m_settings(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat)
        , m_window(m_theme, m_settings, nullptr)
        , m_queue(std::move(queue))
    {
        app::addPages(m_window, m_theme, m_settings);
        m_window.resize(1600, 1000);
        m_window.show();
        m_window.attach(server);
        waitFor("the connection", [this] { return m_window.session()->feed().state() == LinkState::Connected; });
        m_window.go(u"overview"_s);
        QTest::qWait(settling);
    }

    double openPage()
    {
        QElapsedTimer timer;
        timer.start();
        m_window.go(u"queues"_s);
        waitFor("the queues", [this] { return rowOfQueue() >= 0; });
        part<QTableView>(u"queuesTable"_s)->viewport()->repaint();
        return msOf(timer);
    }

    double openQueue()
    {
        auto *queues = part<QTableView>(u"queuesTable"_s);
        const QPoint place = queues->visualRect(queues->model()->index(rowOfQueue(), 0)).center();
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(queues->viewport(), Qt::LeftButton, {}, place);
        return untilJobsAreSeen(timer, JobState::Waiting);
    }

    double goToTheMiddle()
    {
        QElapsedTimer timer;
        timer.start();
        table().scrollTo(model().index(model().rowCount() / 2, 0), QAbstractItemView::PositionAtTop);
        return untilJobsAreSeen(timer, JobState::Waiting);
    }

    double showCompleted()
    {
        auto *tabs = part<QTabBar>(u"jobStates"_s);
        int tab = 0;
        while (tabs->tabData(tab).toInt() != int(JobState::Completed))
            ++tab;
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
        return untilJobsAreSeen(timer, JobState::Completed);
    }

    // As fast as keys repeat, for as long as one holds the key.
    QJsonObject pageDown()
    {
        constexpr int presses = 100;
        constexpr int repeatMs = 30;
        double longestPress = 0;
        const LongestStall stall;
        for (int press = 0; press < presses; ++press) {
            QElapsedTimer timer;
            timer.start();
            QTest::keyClick(&table(), Qt::Key_PageDown);
            table().viewport()->repaint();
            longestPress = std::max(longestPress, msOf(timer));
            QTest::qWait(repeatMs);
        }
        return {{u"presses"_s, presses}, {u"longestPressMs"_s, longestPress}, {u"longestStallMs"_s, stall.ms()}};
    }

    QJsonObject sortByData()
    {
        QHeaderView *header = table().horizontalHeader();
        const int column = JobsModel::Data;
        const QPoint place(header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
                           header->height() / 2);
        const JobSearch &search = list().jobSearch();
        const LongestStall stall;
        QElapsedTimer timer;
        timer.start();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, place);
        waitFor("the order", [&] { return model().isSorted() && search.state() == JobSearch::State::Done; });
        table().viewport()->repaint();
        return {{u"ms"_s, msOf(timer)},
                {u"sorted"_s, search.scanned()},
                {u"waiting"_s, search.total()},
                {u"shown"_s, model().rowCount()},
                {u"longestStallMs"_s, stall.ms()}};
    }

    QJsonObject search(const QString &needle)
    {
        m_window.findChild<QAction *>(u"jobsSearchAll"_s)->trigger();
        const JobSearch &search = list().jobSearch();
        const auto isIt = [&] { return search.match().value("q"_L1).toString() == needle && search.scanned() > 0; };
        int steps = 0;
        double longestStep = 0;
        QElapsedTimer step;
        QObject::connect(&search, &JobSearch::stateChanged, &search, [&] {
            if (!isIt())
                return;
            ++steps;
            longestStep = std::max(longestStep, step.isValid() ? msOf(step) : 0);
            step.start();
        });
        QTest::keyClicks(part<QLineEdit>(u"jobsSearch"_s), needle);
        const LongestStall stall;
        QElapsedTimer timer;
        timer.start();
        const auto isOver = [&] { return isIt() && search.state() == JobSearch::State::Done; };
        waitFor("a match", [&] { return isOver() || (isIt() && search.found() > 0); });
        const double firstMatch = msOf(timer);
        waitFor("the end of the search", isOver);
        return {{u"ms"_s, msOf(timer)},
                {u"firstMatchMs"_s, firstMatch},
                {u"found"_s, search.found()},
                {u"scanned"_s, search.scanned()},
                {u"steps"_s, steps},
                {u"longestStepMs"_s, longestStep},
                {u"longestStallMs"_s, stall.ms()}};
    }

private:
    template <typename Widget> Widget *part(const QString &name)
    {
        auto *found = m_window.findChild<Widget *>(name);
        if (!found)
            qFatal("queue_window: there is no %s", qPrintable(name));
        return found;
    }

    JobsList &list() { return *m_window.findChild<JobsList *>(); }
    JobsModel &model() { return list().model(); }
    JobsTable &table() { return list().table(); }

    int rowOfQueue()
    {
        const QAbstractItemModel &model = *part<QTableView>(u"queuesTable"_s)->model();
        for (int row = 0; row < model.rowCount(); ++row)
            if (model.index(row, 0).data().toString() == m_queue)
                return row;
        return -1;
    }

    bool areSeen(JobState state)
    {
        if (!table().isVisible() || model().rowCount() == 0)
            return false;
        const int first = table().rowAt(0);
        const int last = table().rowAt(table().viewport()->height() - 1);
        for (int row = std::max(first, 0); row <= (last < 0 ? model().rowCount() - 1 : last); ++row) {
            const JobRow *job = model().at(row);
            if (!job || job->state != state)
                return false;
        }
        return true;
    }

    double untilJobsAreSeen(const QElapsedTimer &timer, JobState state)
    {
        waitFor("jobs", [this, state] { return areSeen(state); });
        table().viewport()->repaint();
        return msOf(timer);
    }

    QTemporaryDir m_folder;
    QSettings m_settings;
    Theme m_theme;
    MainWindow m_window;
    const QString m_queue;
};

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList words = QApplication::arguments();
    if (words.size() != 5) {
        std::fprintf(stderr, "usage: queue_window URL QUEUE ROUNDS NEEDLE\n");
        return 2;
    }
    const Endpoint server{QUrl(words[1]), qgetenv("SIGNALBOX_ADMIN_TOKEN"), u"bench"_s, {}, false};
    std::map<QString, QJsonArray> times;
    for (int round = 0; round < words[3].toInt(); ++round) {
        Visit visit(server, words[2]);
        times[u"page"_s].append(visit.openPage());
        times[u"queue"_s].append(visit.openQueue());
        times[u"middle"_s].append(visit.goToTheMiddle());
        times[u"completed"_s].append(visit.showCompleted());
    }
    QJsonObject told;
    for (const auto &[what, all] : times)
        told.insert(what, all);
    {
        Visit visit(server, words[2]);
        visit.openPage();
        visit.openQueue();
        told.insert(u"pageDown"_s, visit.pageDown());
        told.insert(u"sort"_s, visit.sortByData());
    }
    Visit visit(server, words[2]);
    visit.openPage();
    visit.openQueue();
    told.insert(u"search"_s, visit.search(words[4]));
    std::puts(QJsonDocument(told).toJson(QJsonDocument::Compact).constData());
    return 0;
}
