// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later

// load_generator --port PORT [--path /health] [--connections 64] [--rate 0] [--warm-up 1] [--duration 5]
//                [--tokens FILE] [--paths FILE] [--body JSON]
// Puts load on an HTTP server of this machine and prints what came of it as JSON. The files have a bearer token or a
// path on each line; the connections have them in turn. With a body it posts.

#include "load.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

namespace {

using Options = std::map<std::string, std::string>;

Options readOptions(int argc, char *argv[])
{
    Options options{{"--path", "/health"}, {"--connections", "64"}, {"--rate", "0"},
                    {"--warm-up", "1"},    {"--duration", "5"},     {"--port", ""},
                    {"--tokens", ""},      {"--paths", ""},         {"--body", ""}};
    for (int i = 1; i < argc; i += 2) {
        const auto option = options.find(argv[i]);
        if (option == options.end() || i + 1 == argc) {
            std::fprintf(stderr, "load_generator: %s is no option, or has no value\n", argv[i]);
            std::exit(2);
        }
        option->second = argv[i + 1];
    }
    return options;
}

std::string requestWith(const Options &options, const std::string &path, const std::string &fields)
{
    const std::string &body = options.at("--body");
    const std::string method = body.empty() ? "GET " : "POST ";
    const std::string length =
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return method + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + options.at("--port")
        + "\r\nUser-Agent: signalbox-bench\r\nAccept: */*\r\n" + fields + (body.empty() ? "" : length) + "\r\n" + body;
}

std::vector<std::string> linesOf(const std::string &name)
{
    std::vector<std::string> lines;
    std::ifstream file(name);
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    if (lines.empty()) {
        std::fprintf(stderr, "load_generator: nothing in %s\n", name.c_str());
        std::exit(2);
    }
    return lines;
}

std::vector<std::string> pathsFrom(const Options &options)
{
    const std::string &file = options.at("--paths");
    return file.empty() ? std::vector{options.at("--path")} : linesOf(file);
}

std::vector<std::string> fieldsFrom(const Options &options)
{
    const std::string &file = options.at("--tokens");
    if (file.empty())
        return {std::string()};
    std::vector<std::string> fields;
    for (const std::string &token : linesOf(file))
        fields.push_back("Authorization: Bearer " + token + "\r\n");
    return fields;
}

std::vector<std::string> requestsFrom(const Options &options)
{
    const std::vector<std::string> paths = pathsFrom(options);
    const std::vector<std::string> fields = fieldsFrom(options);
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < std::max(paths.size(), fields.size()); ++i)
        requests.push_back(requestWith(options, paths[i % paths.size()], fields[i % fields.size()]));
    return requests;
}

bench::LoadSettings settingsFrom(const Options &options)
{
    bench::LoadSettings settings;
    settings.address.sin_family = AF_INET;
    settings.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    settings.address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(options.at("--port").c_str())));
    settings.requests = requestsFrom(options);
    settings.connections = std::atoi(options.at("--connections").c_str());
    settings.rate = std::atof(options.at("--rate").c_str());
    settings.warmUp = std::chrono::duration<double>(std::atof(options.at("--warm-up").c_str()));
    settings.duration = std::chrono::duration<double>(std::atof(options.at("--duration").c_str()));
    return settings;
}

void print(const bench::LoadResult &result)
{
    const auto us = [](auto ns) { return double(ns) / 1000; };
    const auto &latency = result.latency;
    std::printf("{\"requests\": %llu, \"errors\": %llu, \"notSent\": %llu, \"seconds\": %.3f, \"rate\": %.1f, "
                "\"latencyUs\": {\"mean\": %.1f, \"p50\": %.1f, \"p90\": %.1f, \"p99\": %.1f, \"p999\": %.1f, "
                "\"max\": %.1f}}\n",
                static_cast<unsigned long long>(result.answers), static_cast<unsigned long long>(result.errors),
                static_cast<unsigned long long>(result.notSent), result.seconds,
                double(result.answers) / result.seconds, latency.mean() / 1000, us(latency.percentile(0.5)),
                us(latency.percentile(0.9)), us(latency.percentile(0.99)), us(latency.percentile(0.999)),
                us(latency.max()));
}

} // namespace

int main(int argc, char *argv[])
{
    bench::Load load(settingsFrom(readOptions(argc, argv)));
    if (!load.connectAll()) {
        std::perror("load_generator: can't connect");
        return 1;
    }
    print(load.run());
    return 0;
}
