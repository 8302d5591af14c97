// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::app {

// Raises the soft limit on open files to the hard one: each connection is a file, and the usual 1024 would refuse
// clients long before the limit on connections does.
void allowManyOpenFiles();

} // namespace signalbox::app
