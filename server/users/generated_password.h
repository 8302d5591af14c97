// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace signalbox::users {

// A password for someone to type once: 20 characters in groups of 5, without those that look alike, from the system's
// randomness (98 bits).
QByteArray generatePassword();

} // namespace signalbox::users
