// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "gate/method_names.h"

namespace signalbox::gate {

namespace {

struct Known {
    http::Method method;
    QByteArray name;
};

const Known *find(QByteArrayView name)
{
    using http::Method;
    static const Known known[] = {
        {Method::Get, QByteArrayLiteral("GET")},         {Method::Post, QByteArrayLiteral("POST")},
        {Method::Head, QByteArrayLiteral("HEAD")},       {Method::Put, QByteArrayLiteral("PUT")},
        {Method::Patch, QByteArrayLiteral("PATCH")},     {Method::Delete, QByteArrayLiteral("DELETE")},
        {Method::Options, QByteArrayLiteral("OPTIONS")},
    };
    for (const Known &candidate : known) {
        if (candidate.name == name)
            return &candidate;
    }
    return nullptr;
}

} // namespace

void setMethod(http::RequestHead &head, QByteArrayView name)
{
    const Known *known = find(name);
    head.method = known ? known->method : http::Method::Other;
    head.methodName = known ? known->name : name.toByteArray();
}

} // namespace signalbox::gate
