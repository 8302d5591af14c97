// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <memory>
#include <vector>

namespace signalbox::http {

struct Route;

// The OpenAPI 3.1 description of those of `routes` that are described, made of the objects that check their requests.
// Any thread.
QJsonObject openApiDocument(const std::vector<std::shared_ptr<const Route>> &routes);

// The path of a route as OpenAPI writes it: "/users/{id}".
QByteArray openApiPath(const QByteArray &pattern);

} // namespace signalbox::http
