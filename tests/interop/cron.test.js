// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random patterns, zones and dates, asked of cron-parser and of ours. CRON_SEED and CRON_CASES give others, and more.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { CronExpressionParser } from "cron-parser";

const seed = Number(process.env.CRON_SEED ?? 20260329);
const cases = Number(process.env.CRON_CASES ?? 4000);
const hour = 3_600_000;
const day = 24 * hour;

let driver;
let lines;

before(() => {
  driver = spawn(process.env.SIGNALBOX_CRON_DRIVER, { stdio: ["pipe", "pipe", "inherit"] });
  lines = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();
});
after(() => driver?.stdin.end());

async function ours(question) {
  driver.stdin.write(JSON.stringify(question) + "\n");
  const { value, done } = await lines.next();
  assert.ok(!done, "the driver ended");
  return JSON.parse(value);
}

// As BullMQ asks it: each time anew, with the time before.
function theirs({ pattern, tz, seed: hashSeed, after, count }) {
  const next = [];
  let currentDate = new Date(after);
  try {
    CronExpressionParser.parse(pattern, { tz, hashSeed, currentDate });
  } catch (error) {
    return { error: error.message };
  }
  while (next.length < count) {
    try {
      currentDate = CronExpressionParser.parse(pattern, { tz, hashSeed, currentDate }).next().toDate();
    } catch {
      break;
    }
    next.push(currentDate.getTime());
  }
  return { next };
}

// A generator of its own, so that a seed means the same everywhere.
function randomness(state) {
  const unit = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return ((Math.imul(state ^ (state >>> 16), 0x45d9f3b) >>> 0) % 1_000_003) / 1_000_003;
  };
  const integer = (from, to) => from + Math.floor(unit() * (to - from + 1));
  const one = (list) => list[integer(0, list.length - 1)];
  return { unit, integer, one, chance: (share) => unit() < share };
}

const units = [
  { min: 0, max: 59 },
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31, last: true },
  { min: 1, max: 12, names: ["JAN", "feb", "Mar", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "oct", "NOV", "dec"] },
  { min: 0, max: 7, names: ["SUN", "MON", "tue", "Wed", "THU", "FRI", "sat"], weekday: true },
];

function value(random, unit) {
  if (random.chance(0.02)) return String(unit.max + random.integer(1, 3));
  const number = random.integer(unit.min, unit.max);
  if (unit.names && number - unit.min < unit.names.length && random.chance(0.3)) return unit.names[number - unit.min];
  return random.chance(0.05) ? `0${number}` : String(number);
}

function hashed(random, unit) {
  const from = random.integer(unit.min, unit.max);
  const range = random.chance(0.4) ? `(${from}-${random.integer(from, unit.max + 2)})` : "";
  return `H${range}${random.chance(0.4) ? `/${random.integer(1, unit.max + 2)}` : ""}`;
}

function range(random, unit) {
  const ends = [random.integer(unit.min, unit.max), random.integer(unit.min, unit.max)];
  if (random.chance(0.95)) ends.sort((a, b) => a - b);
  const named = unit.names && random.chance(0.2) && ends.every((end) => end - unit.min < unit.names.length);
  return ends.map((end) => (named ? unit.names[end - unit.min] : end)).join("-");
}

function term(random, unit) {
  const step = random.chance(0.05) ? 0 : random.integer(1, unit.max + 5);
  const kind = random.unit();
  if (unit.last && kind < 0.08) return "L";
  if (unit.weekday && kind < 0.08) return `${random.integer(0, 7)}L`;
  if (kind < 0.55) return value(random, unit);
  if (kind < 0.7) return range(random, unit);
  if (kind < 0.8) return `*/${step}`;
  if (kind < 0.87) return `${value(random, unit)}/${step}`;
  if (kind < 0.94) return `${range(random, unit)}/${step}`;
  return hashed(random, unit);
}

function field(random, unit) {
  if (random.chance(0.35)) return random.chance(0.85) ? "*" : "?";
  if (unit.weekday && random.chance(0.12)) return `${value(random, unit)}#${random.integer(0, 6)}`;
  return Array.from({ length: random.one([1, 1, 1, 1, 2, 2, 3]) }, () => term(random, unit)).join(",");
}

const aliases = [
  "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@hourly",
  "@minutely", "@secondly", "@weekdays", "@weekends", "@Daily", "@never",
];

function pattern(random) {
  if (random.chance(0.02)) return random.one(aliases);
  const count = random.one([1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 7]);
  return Array.from({ length: count }, (_, index) => field(random, units[Math.max(0, 6 - count + index) % 6])).join(" ");
}

const zones = [
  "UTC", "Europe/Warsaw", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Beirut",
  "Africa/Cairo", "America/Santiago", "America/Havana", "Pacific/Apia", "Pacific/Auckland", "Asia/Kathmandu",
  "Africa/Casablanca", "Atlantic/Azores", "America/St_Johns", "Antarctica/Troll", "utc+5:30", "UTC-3",
];

// The last moments before the clocks change in a zone and a year, by their offsets.
function changes(zone, year) {
  const offsets = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const offset = (time) => offsets.formatToParts(time).find((part) => part.type === "timeZoneName").value;
  const found = [];
  for (let time = Date.UTC(year, 0, 1); time < Date.UTC(year + 1, 0, 1); time += day) {
    if (offset(time) === offset(time + day)) continue;
    let [from, to] = [time, time + day];
    while (to - from > 1000) {
      const middle = Math.floor((from + to) / 2000) * 1000;
      if (offset(middle) === offset(from)) from = middle;
      else to = middle;
    }
    found.push(to);
  }
  return found;
}

async function agree(question) {
  const expected = theirs(question);
  const found = await ours(question);
  const shown = `${JSON.stringify(question)}\n theirs ${shortly(expected)}\n ours ${shortly(found)}`;
  if (expected.error) return assert.ok(found.error, shown);
  if (found.error) return assert.ok(neverComes(expected, found) || isIdle(found), shown);
  assert.deepEqual(found.next, expected.next, shown);
  return expected.next.length;
}

// What never comes is refused by us, and found by them to come never.
function neverComes(expected, found) {
  return found.field === "dayOfMonth" && expected.next.length === 0;
}

// They drop days that the only month hasn't before they look for days that are written twice.
function isIdle(found) {
  return found.field === "dayOfMonth" && /: (30|31) is in it twice/.test(found.error);
}

function shortly({ error, next }) {
  return error ?? JSON.stringify(next.map((time) => new Date(time).toISOString()));
}

test("random patterns are due when cron-parser has them due, or refused when it refuses them", async () => {
  const random = randomness(seed);
  let due = 0;
  for (let number = 0; number < cases; ++number) {
    const after = Date.UTC(random.integer(1995, 2055), 0, 1) + Math.floor(random.unit() * 366 * day);
    const whole = random.chance(0.7) ? Math.floor(after / 60_000) * 60_000 : after;
    const question = { pattern: pattern(random), tz: random.one(zones), seed: `s${number}`, after: whole, count: 3 };
    if (await agree(question)) ++due;
  }
  assert.ok(due > cases / 3, `only ${due} of ${cases} patterns were good`);
});

test("and around each change of the clocks", async () => {
  const random = randomness(seed + 1);
  const moments = zones
    .filter((zone) => zone.includes("/"))
    .flatMap((tz) => [2004, 2018, 2026, 2035].flatMap((year) => changes(tz, year).map((time) => ({ tz, time }))));
  for (let number = 0; number < cases / 2; ++number) {
    const { tz, time } = random.one(moments);
    const from = random.integer(-26 * 60, 4 * 60) * 60_000 + (random.chance(0.2) ? random.integer(0, 59_999) : 0);
    const hours = random.chance(0.3) ? "*" : Array.from(new Set([0, 1, 2].map(() => random.integer(0, 4)))).join(",");
    const minutes = random.one(["0", "30", "*/15", "5", "59", "0,45", "*"]);
    const seconds = random.one(["", "", "", "0 ", "59 ", "*/20 "]);
    const days = random.one(["* * *", "* * *", "* * *", "* * 0", "1-15 * 6"]);
    await agree({ pattern: `${seconds}${minutes} ${hours} ${days}`, tz, after: time + from, count: 8 });
  }
});

test("what is refused says in which field", async () => {
  for (const [refused, name] of [
    ["61 * * * *", "minute"],
    ["* 22-2 * * *", "hour"],
    ["* * 32 * *", "dayOfMonth"],
    ["* * 30 2 *", "dayOfMonth"],
    ["* * * FOO *", "month"],
    ["* * * * FRI-MON", "dayOfWeek"],
    ["* * * * 1#6", "dayOfWeek"],
    ["x * * * * *", "second"],
    ["* * * * * * *", "pattern"],
  ]) {
    const question = { pattern: refused, tz: "UTC", after: 0, count: 1 };
    assert.ok(theirs(question).error, refused);
    assert.equal((await ours(question)).field, name, refused);
  }
  assert.equal((await ours({ pattern: "* * * * *", tz: "Europe/Nowhere", after: 0, count: 1 })).field, "tz");
});
