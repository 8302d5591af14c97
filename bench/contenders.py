# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each server is started."""

import setting
from processes import Program, free_port

TOKEN = "a-token-that-only-the-benchmark-knows"
SECRET = "a-secret-that-only-the-benchmark-knows"


def signalbox(name="signalbox", flags=("--threads", "1"), configuration="", port=None, environment=None):
    """Headless, with everything observed that is by default."""
    port = port or free_port()
    folder = setting.WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "signalbox.toml"
    file.write_text(configuration)
    command = [setting.PROGRAM, "--headless", "--port", port, "--data-dir", folder / "data", "--config", file, *flags]
    environment = {"SIGNALBOX_ADMIN_TOKEN": TOKEN, "JWT_SECRET": SECRET, **(environment or {})}
    return Program(name, command, environment, folder, port)


def qthttpserver():
    port = free_port()
    return Program("qthttpserver", [setting.TOOLS / "qthttpserver_baseline"], {"PORT": str(port)},
                   setting.WORK / "qthttpserver", port)


def redis():
    """Once it accepts connections."""
    port = free_port()
    program = Program("redis", ["redis-server", "--port", port, "--save", "", "--appendonly", "no"], {},
                      setting.WORK / "redis", port)
    program.wait_until_open()
    return program


def peer_database():
    """Express makes it, Fastify reads it."""
    return setting.WORK / "peer-data" / "peer.sqlite"


def express(redis_port):
    port = free_port()
    environment = {"PORT": str(port), "REDIS_URL": f"redis://127.0.0.1:{redis_port}", "JWT_SECRET": SECRET,
                   "DATA_DIR": str(peer_database().parent), "OBS": "1", "NODE_ENV": "production"}
    return Program("express", ["node", setting.PEERS / "express" / "src" / "server.js"], environment,
                   setting.WORK / "express", port)


def fastify(redis_port):
    port = free_port()
    environment = {"PORT": str(port), "REDIS_URL": f"redis://127.0.0.1:{redis_port}", "JWT_SECRET": SECRET,
                   "DATA_DIR": str(peer_database().parent), "OBS": "1", "NODE_ENV": "production"}
    return Program("fastify", ["node", setting.PEERS / "fastify" / "src" / "server.js"], environment,
                   setting.WORK / "fastify", port)
