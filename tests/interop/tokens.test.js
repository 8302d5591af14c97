// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { createHmac, randomBytes, randomUUID, webcrypto } from "node:crypto";
import { after, before, test } from "node:test";
import * as jose from "jose";
import jwt from "jsonwebtoken";
import { startServer } from "./server.js";

// Node 18, which Debian 12 has, knows it by no global name; jose does.
globalThis.crypto ??= webcrypto;

const secret = randomBytes(48).toString("base64url");
const earlierSecret = randomBytes(48).toString("base64url");
const key = new TextEncoder().encode(secret);
const seconds = () => Math.floor(Date.now() / 1000);

let server;
let login;
before(async () => {
  server = await startServer([], { JWT_SECRET: secret, SIGNALBOX_AUTH_JWT_SECRETS: earlierSecret });
  const response = await fetch(`${server.url}/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: "ann@example.com", name: "Ann", password: "correct horse" }),
  });
  assert.equal(response.status, 201);
  login = await response.json();
});
after(() => server?.stop());

// What the server answers to whoever brings the token.
async function statusOf(token) {
  const response = await fetch(`${server.url}/users/me`, { headers: { Authorization: `Bearer ${token}` } });
  return response.status;
}

// Claims as another program makes them: what the contract asks for, and no more.
function claims(changes = {}) {
  return { sub: login.user.id, role: "user", iat: seconds(), exp: seconds() + 600, ...changes };
}

function signed(changes = {}, options = {}, by = secret) {
  return jwt.sign(claims(changes), by, { algorithm: "HS256", ...options });
}

const base64url = (value) => Buffer.from(value).toString("base64url");

// A token that no library would make.
function handMade(header, payload, by = secret) {
  const text = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(payload))}`;
  return `${text}.${createHmac("sha256", by).update(text).digest("base64url")}`;
}

test("jsonwebtoken verifies ours", () => {
  const read = jwt.verify(login.token, secret, { algorithms: ["HS256"], subject: login.user.id });
  assert.equal(read.role, "user");
  assert.equal(read.exp - read.iat, login.expiresIn);
  assert.match(read.jti, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.throws(() => jwt.verify(login.token, earlierSecret, { algorithms: ["HS256"] }), /invalid signature/);
});

test("jose verifies ours", async () => {
  const { payload, protectedHeader } = await jose.jwtVerify(login.token, key, {
    algorithms: ["HS256"],
    subject: login.user.id,
    typ: "JWT",
    requiredClaims: ["role", "iat", "exp", "jti"],
  });
  assert.equal(protectedHeader.alg, "HS256");
  assert.equal(payload.role, "user");
  const wrong = new TextEncoder().encode(earlierSecret);
  await assert.rejects(jose.jwtVerify(login.token, wrong), jose.errors.JWSSignatureVerificationFailed);
});

test("we verify those of jsonwebtoken", async () => {
  assert.equal(await statusOf(signed()), 200);
  assert.equal(await statusOf(signed({ jti: randomUUID() })), 200);
  assert.equal(await statusOf(signed({}, { header: { kid: "1" } })), 200);
  assert.equal(await statusOf(signed({}, {}, earlierSecret)), 200, "an earlier secret still counts");
});

test("we verify those of jose", async () => {
  const token = await new jose.SignJWT({ role: "user" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(login.user.id)
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(key);
  assert.equal(await statusOf(token), 200);
});

const parts = () => signed().split(".");
const refused = {
  "alg none": () => jwt.sign(claims(), null, { algorithm: "none" }),
  "alg none, of jose": () => new jose.UnsecuredJWT(claims()).encode(),
  "alg None with a signature": () => handMade({ alg: "None", typ: "JWT" }, claims()),
  "no alg": () => handMade({ typ: "JWT" }, claims()),
  "HS512": () => signed({}, { algorithm: "HS512" }),
  "HS384": () => signed({}, { algorithm: "HS384" }),
  "HS512 in the header of an HS256 signature": () => handMade({ alg: "HS512", typ: "JWT" }, claims()),
  "another key": () => signed({}, {}, randomBytes(48).toString("base64url")),
  "a key that is the beginning of ours": () => signed({}, {}, secret.slice(0, 40)),
  "expired": () => signed({ iat: seconds() - 900, exp: seconds() - 60 }),
  "not yet": () => signed({ nbf: seconds() + 600 }),
  "issued in the future": () => signed({ iat: seconds() + 600, exp: seconds() + 900 }),
  "issued too long ago, though it expires late": () => signed({ iat: seconds() - 7200, exp: seconds() + 7200 }),
  "no exp": () => handMade({ alg: "HS256" }, claims({ exp: undefined })),
  "no sub": () => handMade({ alg: "HS256" }, claims({ sub: undefined })),
  "no role": () => signed({ role: undefined }),
  "a role that is none": () => signed({ role: "root" }),
  "a critical extension that nobody knows": () => handMade({ alg: "HS256", crit: ["x"], x: 1 }, claims()),
  "another payload": () => `${parts()[0]}.${base64url(JSON.stringify(claims({ role: "admin" })))}.${parts()[2]}`,
  "no signature": () => `${parts()[0]}.${parts()[1]}.`,
  "two parts": () => `${parts()[0]}.${parts()[1]}`,
  "a fourth part": () => `${signed()}.x`,
  "encrypted": () =>
    new jose.EncryptJWT(claims())
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(key.slice(0, 32)),
};
for (const [what, make] of Object.entries(refused)) {
  test(`we refuse: ${what}`, async () => assert.equal(await statusOf(await make()), 401));
}
