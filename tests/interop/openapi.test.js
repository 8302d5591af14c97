// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { startServer } from "./server.js";

let server;
before(async () => (server = await startServer(["--demo"])));
after(() => server?.stop());

test("the description is valid by the official schema of OpenAPI 3.1", async () => {
  const response = await fetch(`${server.url}/openapi.json`);
  const validator = new Validator();
  const result = await validator.validate(await response.json());
  assert.ok(result.valid, JSON.stringify(result.errors, null, 2));
  assert.equal(validator.version, "3.1");
});

test("the validator refuses a description that is not valid", async () => {
  const document = await (await fetch(`${server.url}/openapi.json`)).json();
  document.paths["/health"].get.responses = { 200: {} };
  assert.ok(!(await new Validator().validate(document)).valid);
});

test("every operation has a name of its own", async () => {
  const { paths } = await (await fetch(`${server.url}/openapi.json`)).json();
  const names = Object.values(paths).flatMap((methods) => Object.values(methods).map((each) => each.operationId));
  assert.equal(new Set(names).size, names.length);
});
