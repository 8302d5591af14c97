// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "jobs/processor.h"
#include "redis/clients.h"

// What the worker of the tests does, by the names of jobs. worker_processors.js does the same in Node.
signalbox::jobs::Processors workerProcessors(signalbox::redis::Clients &clients, const QByteArray &workerName);
