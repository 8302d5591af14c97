// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace signalbox::gate {

// Raises the process's limit on open files as far as the system allows, and returns it. Every connection is one;
// many systems start a program with 1024. Call it once, early.
long raiseDescriptorLimit();

} // namespace signalbox::gate
