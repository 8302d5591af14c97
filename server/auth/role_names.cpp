// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/role_names.h"

namespace signalbox::auth {

using namespace Qt::Literals::StringLiterals;
using http::Role;

QString roleName(Role role)
{
    switch (role) {
    case Role::User:
        return QStringLiteral("user");
    case Role::Editor:
        return QStringLiteral("editor");
    case Role::Admin:
        return QStringLiteral("admin");
    }
    Q_UNREACHABLE();
}

std::optional<Role> roleNamed(QAnyStringView name)
{
    if (name == "user"_L1)
        return Role::User;
    if (name == "editor"_L1)
        return Role::Editor;
    if (name == "admin"_L1)
        return Role::Admin;
    return {};
}

} // namespace signalbox::auth
