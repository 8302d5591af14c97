// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "configuration_error.h"
#include "setting.h"

#include <optional>

namespace signalbox::app {

// The workers of a configuration file: sections [workers.QUEUE] with names that a user gives, so there is no fixed list
// of their keys, and neither flags nor variables.

// Whether the key is one of theirs, known or not: "workers.mail.command".
bool isWorkerKey(const QString &key);
// Of such a key, which may have dots in it; empty when it names none.
QString queueOfWorkerKey(const QString &key);

// What can be set for the worker of a queue, which is added to the configuration once something is.
std::vector<Setting> workerSettings(const QString &queue);
std::optional<Setting> findWorkerSetting(const QString &key);
// What is wrong with a key of theirs that isn't one of workerSettings().
QString unknownWorkerKey(const QString &key);
// What no setting can see alone is put right, or told.
std::optional<ConfigurationError> finishWorkers(Configuration &configuration);

} // namespace signalbox::app
