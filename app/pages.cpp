// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include "pages/audit/audit_page.h"
#include "pages/cache/cache_page.h"
#include "pages/overview/overview_page.h"
#include "pages/queues/queues_page.h"
#include "pages/requests/requests_page.h"
#include "pages/routes/routes_page.h"
#include "pages/settings_page.h"
#include "pages/users/users_page.h"
#include "shell/main_window.h"

namespace signalbox::app {

void addPages(ui::MainWindow &window, ui::Theme &theme, QSettings &settings)
{
    window.addPage(new ui::OverviewPage(theme));
    window.addPage(new ui::RequestsPage(theme, settings));
    window.addPage(new ui::RoutesPage(theme, settings));
    window.addPage(new ui::QueuesPage(theme, settings));
    window.addPage(new ui::CachePage(theme, settings));
    window.addPage(new ui::UsersPage(theme, settings));
    window.addPage(new ui::AuditPage(theme));
    window.addPage(new ui::SettingsPage(theme));
    window.ready();
}

} // namespace signalbox::app
