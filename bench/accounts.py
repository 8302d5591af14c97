# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users to measure with: made up, written straight into the databases, with tokens that their secret signs."""

import base64
import hashlib
import hmac
import json
import random
import sqlite3
import subprocess
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timezone

import contenders

GIVEN = ("Ada Ana Björn Chiara Daniel Elena Fatima Georg Hannah Ivan Jana Kenji Lena Marek Nadia Olga Priya Quentin "
         "Rosa Sandra Tomas Ulla Vera Wanda Yusuf Zoë").split()
FAMILY = ("Almeida Bauer Costa Dubois Eriksen Fischer García Hansen Ivanova Jansen Kowalski Lindgren Meyer Novák "
          "Okafor Petrov Quispe Rossi Santos Tanaka").split()
COLUMNS = "id, email, email_key, name, name_key, role, password_hash, created_at, updated_at"


@dataclass
class User:
    id: str
    email: str
    name: str
    created_ms: int

    def row(self, password_hash):
        return (self.id, self.email, self.email.lower(), self.name, self.name.casefold(), "user", password_hash,
                self.created_ms, self.created_ms)


def make_users(count):
    """Always the same names. One a second until now, so that ids and times are in order."""
    chance = random.Random(3)
    began = int(time.time() * 1000) - count * 1000
    return [make_user(number, began + number * 1000, chance) for number in range(count)]


def make_user(number, created_ms, chance):
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    tail = chance.getrandbits(62) | 1 << 63 | 7 << 76  # a UUID of version 7, RFC 9562
    return User(str(uuid.UUID(int=created_ms << 80 | tail)), f"user{number}@{family.lower()}.example.com",
                f"{given} {family}", created_ms)


def token(user_id, role="user", life=900):
    """An access token as another program would make it that knows the secret."""
    now = int(time.time())
    claims = {"sub": user_id, "role": role, "iat": now, "exp": now + life, "jti": str(uuid.uuid4())}
    signed = b".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    signature = hmac.new(contenders.SECRET.encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + encoded(signature)).decode()


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def seed_signalbox(program, users, password_hash="none"):
    """Into SQLite in the program's data folder, while it runs."""
    places = ", ".join("?" * len(COLUMNS.split()))
    insert(program.folder / "data" / "signalbox.db", f"INSERT INTO users ({COLUMNS}) VALUES ({places})",
           [user.row(password_hash) for user in users])


def seed_express(users):
    rows = [(user.id, user.email, user.name, "user", "none", text_of(user.created_ms), text_of(user.created_ms))
            for user in users]
    insert(contenders.peer_database(), "INSERT INTO users (id, email, name, role, password_hash, created_at, "
           "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def seed_postgresql(folder, users):
    """With what autovacuum would do a minute later, too."""
    lines = ["\t".join(map(str, user.row("none"))) for user in users]
    script = "\n".join([f"COPY users ({COLUMNS}) FROM stdin;", *lines, "\\.", "VACUUM ANALYZE users;", ""])
    subprocess.run(["psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--host", str(folder), "--username", "signalbox",
                    "postgres"], input=script, text=True, check=True)


def insert(file, statement, rows):
    connection = sqlite3.connect(file, timeout=30)
    with connection:
        connection.executemany(statement, rows)
    connection.close()


def text_of(ms):
    return datetime.fromtimestamp(ms / 1000, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
