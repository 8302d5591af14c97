// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <chrono>

namespace signalbox::jobs {

// A program that does jobs, each run of it one. A value.
struct CommandSettings {
    QString program; // its name in PATH, or where it is
    QStringList arguments = {};
    QString directory = {}; // where it runs; empty: where this program does
    std::chrono::milliseconds timeout{std::chrono::minutes(10)}; // of a run; 0: none
    std::chrono::milliseconds patience{std::chrono::seconds(5)}; // from SIGTERM until SIGKILL
    // Bytes of a result; a job keeps 8 MiB at most.
    qint64 largestOutput = qint64(4) << 20;
};

} // namespace signalbox::jobs
