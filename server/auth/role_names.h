// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/identity.h"

#include <QAnyStringView>
#include <QString>

#include <optional>

namespace signalbox::auth {

// A role as tokens, JSON and the database name it: "user", "editor", "admin".
QString roleName(http::Role role);
std::optional<http::Role> roleNamed(QAnyStringView name);

} // namespace signalbox::auth
