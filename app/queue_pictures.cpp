// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "queue_pictures.h"

#include "pages/page.h"
#include "pages/queues/jobs_model.h"
#include "pictures_camera.h"
#include "sample_queues.h"
#include "shell/main_window.h"

#include <QLineEdit>
#include <QTabWidget>
#include <QTableView>

namespace signalbox::app {

using namespace ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto Settling = PicturesCamera::Settling;
constexpr QSize Small(1024, 700);
constexpr QSize Large(1600, 1000);

QCoro::Task<> open(PicturesCamera &camera, QString what)
{
    camera.window().go(u"queues"_s, what);
    co_await pauseFor(Settling);
    co_await camera.untilRows();
}

// The one that is seen first.
template <typename Widget> Widget *part(const PicturesCamera &camera, const QString &name)
{
    return camera.window().currentPage()->findChild<Widget *>(name);
}

QCoro::Task<> takeStates(PicturesCamera &camera)
{
    const QString invoices = "state:"_L1 + SampleQueues::idOf("invoices") + '/'_L1;
    const QStringList states{u"waiting"_s,         u"active"_s,    u"prioritized"_s, u"delayed"_s,
                             u"waitingChildren"_s, u"completed"_s, u"failed"_s};
    for (const QString &state : states) {
        co_await open(camera, invoices + state);
        co_await camera.takeBoth("queues-jobs-"_L1 + state);
    }
    camera.window().resize(Small);
    co_await open(camera, invoices + u"failed"_s);
    co_await camera.takeBoth(u"queues-jobs-small"_s);
    camera.window().resize(Large);
}

QCoro::Task<> takeSorted(PicturesCamera &camera)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("invoices") + "/completed"_L1);
    part<QTableView>(camera, u"jobsTable"_s)->sortByColumn(JobsModel::Run, Qt::DescendingOrder);
    co_await pauseFor(2s);
    co_await camera.takeBoth(u"queues-jobs-sorted"_s);
    camera.press(Qt::Key_Escape);
}

QCoro::Task<> takeTabs(PicturesCamera &camera, QString name)
{
    auto *tabs = part<QTabWidget>(camera, u"jobTabs"_s);
    for (int tab = 0; tab < tabs->count(); ++tab) {
        if (!tabs->isTabVisible(tab))
            continue;
        tabs->setCurrentIndex(tab);
        co_await pauseFor(Settling);
        co_await camera.takeBoth(u"queues-job-%1-%2"_s.arg(name, tabs->tabText(tab).section(' '_L1, 0, 0).toLower()));
    }
    tabs->setCurrentIndex(0);
}

QCoro::Task<> takeJobs(PicturesCamera &camera, const SampleQueues &queues)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("invoices") + "/failed"_L1);
    co_await camera.click(u"jobsSelectAll"_s);
    co_await camera.takeBoth(u"queues-jobs-chosen"_s);
    camera.trigger(u"retryJobs"_s);
    co_await camera.takeDialog(u"queues-dialog-retry"_s);
    camera.trigger(u"removeJobs"_s);
    co_await camera.takeDialog(u"queues-dialog-remove"_s);
    co_await camera.click(u"jobsSelectAll"_s);
    co_await open(camera, "job:"_L1 + SampleQueues::idOf("invoices") + "/1"_L1);
    co_await takeTabs(camera, u"active"_s);
    co_await open(camera, "job:"_L1 + queues.family());
    co_await takeTabs(camera, u"family"_s);
    camera.press(Qt::Key_Escape);
}

QCoro::Task<> takeFailed(PicturesCamera &camera)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("webhooks") + "/failed"_L1);
    camera.openRow(1, u"jobsTable"_s);
    co_await pauseFor(Settling);
    co_await takeTabs(camera, u"failed"_s);
    camera.window().resize(Small);
    co_await camera.takeBoth(u"queues-job-small"_s);
    camera.window().resize(Large);
    camera.trigger(u"duplicateAndEdit"_s);
    co_await camera.takeDialog(u"queues-dialog-duplicate"_s);
    co_await camera.click(u"jobClose"_s);
}

QCoro::Task<> takeSections(PicturesCamera &camera)
{
    co_await open(camera, "queue:"_L1 + SampleQueues::idOf("invoices"));
    co_await camera.click(u"queueSection.overview"_s);
    co_await pauseFor(3s); // until it has asked
    co_await camera.takeBoth(u"queues-overview"_s);
    camera.window().resize(Small);
    co_await camera.takeBoth(u"queues-overview-small"_s);
    camera.window().resize(Large);
    co_await camera.click(u"queueSection.schedulers"_s);
    co_await pauseFor(Settling);
    co_await camera.takeBoth(u"queues-schedulers"_s);
    camera.trigger(u"newScheduler"_s);
    co_await camera.takeDialog(u"queues-dialog-scheduler"_s);
    co_await open(camera, "queue:"_L1 + SampleQueues::idOf("webhooks"));
    co_await camera.takeBoth(u"queues-schedulers-none"_s);
    co_await camera.click(u"queueSection.jobs"_s);
}

QCoro::Task<> takeSearch(PicturesCamera &camera)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("search-index") + "/waiting"_L1);
    co_await camera.takeBoth(u"queues-no-worker"_s);
    co_await camera.click(u"jobsFilters"_s);
    part<QLineEdit>(camera, u"jobsSearch"_s)->setText(u"Zoë"_s);
    co_await pauseFor(2s);
    co_await camera.takeBoth(u"queues-search"_s);
    part<QLineEdit>(camera, u"jobsSearch"_s)->setText(u"nobody"_s);
    co_await pauseFor(2s);
    co_await camera.takeBoth(u"queues-search-none"_s);
    part<QLineEdit>(camera, u"jobsSearch"_s)->clear();
    co_await camera.click(u"jobsFilters"_s);
}

QCoro::Task<> takeDialogs(PicturesCamera &camera)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("search-index") + "/waiting"_L1);
    const QStringList actions{u"addJobToQueue"_s, u"changeLimits"_s,    u"queueAlertRules"_s, u"drainQueue"_s,
                              u"cleanQueue"_s,    u"obliterateQueue"_s, u"pauseAllQueues"_s};
    for (const QString &action : actions) {
        camera.trigger(action);
        co_await camera.takeDialog("queues-dialog-"_L1 + action);
    }
    const QStringList links{u"alerts"_s, u"connections"_s, u"add"_s};
    for (const QString &what : links) {
        camera.window().go(u"queues"_s, what);
        co_await camera.takeDialog("queues-dialog-"_L1 + what);
    }
}

// In the middle of it.
QCoro::Task<> takeSweep(PicturesCamera &camera)
{
    co_await open(camera, "state:"_L1 + SampleQueues::idOf("search-index") + "/waiting"_L1);
    co_await camera.click(u"jobsSelectAll"_s);
    camera.trigger(u"duplicateJobs"_s);
    co_await pauseFor(2s);
    co_await camera.click(u"sweepDialog.ok"_s);
    co_await camera.takeDialog(u"queues-dialog-sweep"_s);
}

QCoro::Task<> takeHelp(PicturesCamera &camera)
{
    camera.window().resize(Small);
    camera.press(Qt::Key_Question, {}, u"?"_s);
    co_await camera.takeBoth(u"queues-help"_s);
    camera.press(Qt::Key_Escape);
    camera.window().resize(Large);
}

} // namespace

QCoro::Task<> takeQueues(PicturesCamera &camera, const SampleQueues &queues)
{
    camera.window().resize(Large);
    co_await takeStates(camera);
    co_await takeSorted(camera);
    co_await takeJobs(camera, queues);
    co_await takeFailed(camera);
    co_await takeSections(camera);
    co_await takeSearch(camera);
    co_await takeDialogs(camera);
    co_await takeHelp(camera);
    co_await takeSweep(camera);
}

} // namespace signalbox::app
