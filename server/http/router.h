// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/percent.h"
#include "http/request.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>
#include <QVarLengthArray>

#include <memory>

namespace signalbox::http {

struct Route;

// What the router found for a request. `values` look into `path`, which shares or decodes the request's path.
struct RouteMatch {
    enum class Result : quint8 { Found, NotFound, MethodNotAllowed, Malformed };

    Result result = Result::NotFound;
    std::shared_ptr<const Route> route; // when found
    QByteArray path;
    QVarLengthArray<QByteArrayView, 4> values; // of the route's parameters, in their order
    QByteArray allow; // "GET, HEAD, OPTIONS", unless found
    PercentError error = PercentError::None; // when malformed
};

// Finds the route of a path in a tree of segments: a hash look-up a segment, whatever the number of routes.
// At each segment a fixed one goes before a parameter, and that before a wildcard; what leads to no route for the
// method is gone back on. Paths are case-sensitive, "/a" and "/a/" differ, and an empty segment is no parameter.
// Each segment is percent-decoded once, after the path was split, so that %2F never separates.
// One for each reactor, on its thread.
class Router {
public:
    Router();
    ~Router();
    Router(const Router &) = delete;
    Router &operator=(const Router &) = delete;

    // Throws std::logic_error when the pattern can't be read or has a route for that method already.
    void add(std::shared_ptr<const Route> route);
    void removeGroup(QByteArrayView group);

    // HEAD finds what GET has. `upgrade`: prefer an upgrade route of that path over a plain one.
    RouteMatch find(Method method, QByteArrayView rawPath, bool upgrade = false) const;

    // The names of the parameters of a pattern, in order. Throws std::logic_error when it can't be read.
    static QByteArrayList parametersOf(const QByteArray &pattern);

private:
    struct Node;
    struct Search;
    std::unique_ptr<Node> m_root;
};

} // namespace signalbox::http
