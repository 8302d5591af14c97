// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "users/user_schemas.h"

namespace signalbox::users {

namespace schema = http::schema;
using http::Schema;

Schema nameSchema()
{
    return schema::string().trimmed().length(1, 200);
}

Schema roleSchema()
{
    return schema::oneOf({"user", "editor", "admin"});
}

Schema userSchema()
{
    return schema::object({{"id", schema::uuid()},
                           {"email", schema::email()},
                           {"name", nameSchema()},
                           {"role", roleSchema()},
                           {"disabled", schema::boolean()},
                           {"createdAt", schema::dateTime()},
                           {"updatedAt", schema::dateTime()}})
        .allRequired()
        .named("User");
}

Schema idParameter()
{
    return schema::object({{"id", schema::uuid()}});
}

Schema newUserBody()
{
    return schema::object({{"email", schema::email()},
                           {"password", schema::newPassword()},
                           {"name", nameSchema()},
                           {"role", roleSchema().byDefault("user")}})
        .required({"email", "password", "name"});
}

Schema userChangeBody()
{
    return schema::object({{"email", schema::email()},
                           {"name", nameSchema()},
                           {"role", roleSchema()},
                           {"disabled", schema::boolean()},
                           {"password", schema::newPassword()}})
        .notEmpty();
}

Schema userListQuery()
{
    return schema::paging().with({{"role", roleSchema()}, {"q", schema::string().longest(200)}});
}

} // namespace signalbox::users
