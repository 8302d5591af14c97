// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/router.h"

#include "http/route.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace signalbox::http {

namespace {

constexpr std::size_t methodCount = std::size_t(Method::Other) + 1;

std::string_view asStd(QByteArrayView view)
{
    return {view.data(), std::size_t(view.size())};
}

struct TransparentHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

// The routes that end at one place of the tree.
struct Routes {
    std::array<std::shared_ptr<const Route>, methodCount> byMethod;
    std::shared_ptr<const Route> upgrade;

    const std::shared_ptr<const Route> &pick(Method method, bool wantsUpgrade) const
    {
        const bool reads = method == Method::Get || method == Method::Head;
        if (reads && upgrade && (wantsUpgrade || !byMethod[std::size_t(Method::Get)]))
            return upgrade;
        const auto &own = byMethod[std::size_t(method)];
        return own || method != Method::Head ? own : byMethod[std::size_t(Method::Get)];
    }

    bool isEmpty() const
    {
        return !upgrade
            && std::none_of(byMethod.begin(), byMethod.end(), [](const auto &route) { return bool(route); });
    }

    // One bit for each method that has a route here.
    unsigned methods() const
    {
        unsigned mask = upgrade ? 1u << unsigned(Method::Get) : 0;
        for (std::size_t i = 0; i < methodCount; ++i)
            mask |= byMethod[i] ? 1u << i : 0;
        return mask;
    }

    void removeGroup(QByteArrayView group)
    {
        const auto drop = [group](std::shared_ptr<const Route> &route) {
            if (route && route->group == group)
                route.reset();
        };
        drop(upgrade);
        std::for_each(byMethod.begin(), byMethod.end(), drop);
    }
};

QByteArray allowHeader(unsigned methods)
{
    static constexpr std::array names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (methods & (1u << unsigned(Method::Get)))
        methods |= 1u << unsigned(Method::Head);
    methods |= 1u << unsigned(Method::Options);
    QByteArray allow;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (methods & (1u << i))
            allow.append(allow.isEmpty() ? "" : ", ").append(names[i]);
    }
    return allow;
}

[[noreturn]] void refuse(const QByteArray &pattern, const char *why)
{
    throw std::logic_error("route " + pattern.toStdString() + ": " + why);
}

QByteArrayList segmentsOf(const QByteArray &pattern)
{
    if (!pattern.startsWith('/'))
        refuse(pattern, "must begin with /");
    return pattern.mid(1).split('/');
}

// The path cut at its slashes, its segments decoded into one buffer.
PercentError split(QByteArrayView rawPath, QByteArray &path, QVarLengthArray<QByteArrayView, 16> &segments)
{
    QVarLengthArray<qsizetype, 17> starts;
    path.reserve(rawPath.size());
    for (QByteArrayView rest = rawPath.sliced(1);;) {
        path.append('/');
        starts.append(path.size());
        const qsizetype end = rest.indexOf('/');
        const PercentError error = appendDecoded(path, end < 0 ? rest : rest.first(end), Plus::Literal);
        if (error != PercentError::None)
            return error;
        if (end < 0)
            break;
        rest = rest.sliced(end + 1);
    }
    starts.append(path.size() + 1);
    for (qsizetype i = 0; i + 1 < starts.size(); ++i)
        segments.append(QByteArrayView(path).sliced(starts[i], starts[i + 1] - starts[i] - 1));
    return PercentError::None;
}

} // namespace

struct Router::Node {
    std::unordered_map<std::string, std::unique_ptr<Node>, TransparentHash, std::equal_to<>> fixed;
    std::unique_ptr<Node> parameter;
    Routes wildcard; // what takes the rest
    Routes routes; // what ends here

    // Where a pattern of these segments, or what is left of them, ends; made when it isn't there.
    Routes &routesAt(const QByteArrayList &segments, qsizetype from = 0)
    {
        if (from == segments.size())
            return routes;
        const QByteArray &segment = segments[from];
        if (segment.startsWith('*'))
            return wildcard;
        auto &child = segment.startsWith(':') ? parameter : fixed[segment.toStdString()];
        if (!child)
            child = std::make_unique<Node>();
        return child->routesAt(segments, from + 1);
    }

    bool isEmpty() const { return fixed.empty() && !parameter && wildcard.isEmpty() && routes.isEmpty(); }

    void removeGroup(QByteArrayView group)
    {
        routes.removeGroup(group);
        wildcard.removeGroup(group);
        std::erase_if(fixed, [group](const auto &child) {
            child.second->removeGroup(group);
            return child.second->isEmpty();
        });
        if (parameter) {
            parameter->removeGroup(group);
            if (parameter->isEmpty())
                parameter.reset();
        }
    }
};

// One look-up. The depth of the recursion is that of the tree, never that of the path.
struct Router::Search {
    Method method;
    bool upgrade;
    const QVarLengthArray<QByteArrayView, 16> &segments;
    RouteMatch &match;
    unsigned allowed = 0;

    bool take(const Routes &routes)
    {
        const auto &route = routes.pick(method, upgrade);
        if (!route) {
            allowed |= routes.methods();
            return false;
        }
        match.route = route;
        return true;
    }

    bool descend(const Node &node, qsizetype at)
    {
        if (at == segments.size())
            return take(node.routes);
        const QByteArrayView segment = segments[at];
        const auto fixed = node.fixed.find(asStd(segment));
        if (fixed != node.fixed.end() && descend(*fixed->second, at + 1))
            return true;
        return descendParameter(node, segment, at) || takeRest(node, segment);
    }

    bool descendParameter(const Node &node, QByteArrayView segment, qsizetype at)
    {
        if (!node.parameter || segment.isEmpty())
            return false;
        match.values.append(segment);
        if (descend(*node.parameter, at + 1))
            return true;
        match.values.removeLast();
        return false;
    }

    bool takeRest(const Node &node, QByteArrayView segment)
    {
        const char *end = match.path.constData() + match.path.size();
        const QByteArrayView rest(segment.data(), end - segment.data());
        if (rest.isEmpty() || !take(node.wildcard))
            return false;
        match.values.append(rest);
        return true;
    }
};

Router::Router()
    : m_root(std::make_unique<Node>())
{
}

Router::~Router() = default;

QByteArrayList Router::parametersOf(const QByteArray &pattern)
{
    QByteArrayList names;
    const QByteArrayList segments = segmentsOf(pattern);
    for (qsizetype i = 0; i < segments.size(); ++i) {
        const QByteArray &segment = segments[i];
        if (!segment.startsWith(':') && !segment.startsWith('*'))
            continue;
        if (segment.size() == 1)
            refuse(pattern, "a parameter needs a name");
        if (segment.startsWith('*') && i + 1 < segments.size())
            refuse(pattern, "a wildcard must come last");
        if (names.contains(segment.mid(1)))
            refuse(pattern, "two parameters have the same name");
        names.append(segment.mid(1));
    }
    return names;
}

void Router::add(std::shared_ptr<const Route> route)
{
    Routes &routes = m_root->routesAt(segmentsOf(route->pattern));
    auto &place = route->accept ? routes.upgrade : routes.byMethod[std::size_t(route->method)];
    if (place)
        refuse(route->pattern, "is there already for this method");
    place = std::move(route);
}

void Router::removeGroup(QByteArrayView group)
{
    m_root->removeGroup(group);
}

RouteMatch Router::find(Method method, QByteArrayView rawPath, bool upgrade) const
{
    RouteMatch match;
    if (!rawPath.startsWith('/'))
        return match;
    QVarLengthArray<QByteArrayView, 16> segments;
    match.error = split(rawPath, match.path, segments);
    if (match.error != PercentError::None) {
        match.result = RouteMatch::Result::Malformed;
        return match;
    }
    Search search{method, upgrade, segments, match};
    if (search.descend(*m_root, 0)) {
        match.result = RouteMatch::Result::Found;
    } else if (search.allowed) {
        match.result = RouteMatch::Result::MethodNotAllowed;
        match.allow = allowHeader(search.allowed);
    }
    return match;
}

} // namespace signalbox::http
