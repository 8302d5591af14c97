// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { startRedis } from "./redis.js";
import { startServer } from "./server.js";

const channel = "cache:invalidate";
const patience = 10_000;

let redis;
let node; // an ioredis client, as a Node program beside Signalbox has
let heard = []; // what it heard on the channel
let server;
let login;

before(async () => {
  redis = await startRedis();
  node = redis.client();
  const listener = redis.client();
  await listener.subscribe(channel);
  listener.on("message", (from, key) => heard.push({ from, key }));
  server = await startServer([], { REDIS_URL: redis.url, SIGNALBOX_CACHE_STRATEGY: "pubsub" });
  login = await call("POST", "/auth/register", { email: "ann@example.com", name: "Ann", password: "correct horse" });
});
beforeEach(() => {
  heard = [];
});
after(async () => {
  await server?.stop();
  await redis?.stop();
});

async function call(method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${login?.token}` },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  const json = await response.json();
  return { ...json, cache: response.headers.get("x-cache") };
}

const path = () => `/users/${login.user.id}`;
const key = () => `user:${login.user.id}`;

async function eventually(condition, what) {
  const end = Date.now() + patience;
  for (;;) {
    const result = await condition();
    if (result) return result;
    assert.ok(Date.now() < end, `never: ${what}`);
    await pause(5);
  }
}

async function hit() {
  return eventually(async () => {
    const answer = await call("GET", path());
    return answer.cache === "HIT" && answer;
  }, "a hit");
}

test("ioredis hears which key a write made old, and the message is the key", async () => {
  await hit();
  await call("PATCH", path(), { name: "Ann Lee" });
  await eventually(() => heard.some((one) => one.from === channel && one.key === key()), "the key on the channel");
  const next = await call("GET", path());
  assert.equal(next.cache, "MISS");
  assert.equal(next.name, "Ann Lee");
});

test("ioredis reads what is cached: the JSON of the answer", async () => {
  const { cache, ...user } = await hit();
  assert.equal(cache, "HIT");
  const kept = await eventually(() => node.get(key()), "the key in Redis");
  assert.deepEqual(JSON.parse(kept), user);
});

test("what ioredis publishes drops the key from the process", async () => {
  await hit();
  await node.del(key());
  assert.equal((await call("GET", path())).cache, "HIT", "the process has it still");
  assert.equal(await node.publish(channel, key()), 2);
  await eventually(async () => (await call("GET", path())).cache === "MISS", "a miss after the message");
});

test("what ioredis publishes also takes the key out of Redis, where it may be old", async () => {
  await hit();
  await node.set(key(), JSON.stringify({ id: login.user.id, name: "Somebody Old" }), "EX", 60);
  await node.publish(channel, key());
  await eventually(async () => (await call("GET", path())).name === "Ann Lee", "the name of the database");
  await eventually(async () => !(await node.get(key()))?.includes("Somebody Old"), "the old value gone");
});

test("keys of others on the channel are harmless", async () => {
  await hit();
  for (const foreign of ["product:1", "", "user:", "user:not-an-id", "x".repeat(10_000)]) {
    await node.publish(channel, foreign);
  }
  await node.publish(channel, Buffer.from([0xff, 0xfe, 0x00]));
  await node.publish(channel, key());
  await eventually(async () => (await call("GET", path())).cache === "MISS", "the one that is ours, in its turn");
});
