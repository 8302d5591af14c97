// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a worker of the tests does, by the names of jobs. worker_processors.cpp does the same in ours.
import { setTimeout as pause } from "node:timers/promises";
import { DelayedError, RateLimitError, UnrecoverableError, WaitingChildrenError, WaitingError } from "bullmq";

async function linger(job) {
  if (job.data.ms) await pause(job.data.ms);
}

// `tools` are the worker's: its name, its queue and a client of Redis.
export const processors = {
  echo: (job) => job.data,
  none: () => {},
  sleep: async (job) => {
    await linger(job);
    return job.data.ms;
  },
  cpu: (job) => {
    const end = Date.now() + job.data.ms;
    while (Date.now() < end);
    return job.data.ms;
  },
  fail: async (job) => {
    await linger(job);
    if (job.attemptsMade < (job.data.times ?? Infinity)) throw new Error(job.data.message ?? "no such host");
    return "at last";
  },
  unrecoverable: (job) => {
    throw new UnrecoverableError(job.data.message ?? "hopeless");
  },
  progress: async (job) => {
    for (const step of job.data) await job.updateProgress(step);
  },
  log: async (job) => {
    for (const row of job.data) await job.log(row);
  },
  updateData: (job) => job.updateData({ ...job.data, seen: true }),
  children: (job) => job.getChildrenValues(),
  ignoredFailures: (job) => job.getIgnoredChildrenFailures(),
  waitChildren: async (job, token) => {
    await linger(job);
    if (await job.moveToWaitingChildren(token)) throw new WaitingChildrenError();
    return job.getChildrenValues();
  },
  delayOnce: async (job, token) => {
    if (job.attemptsStarted === 1) {
      await job.moveToDelayed(Date.now() + job.data.ms, token);
      throw new DelayedError();
    }
    return job.attemptsStarted;
  },
  waitOnce: async (job, token) => {
    if (job.attemptsStarted === 1) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    return job.attemptsStarted;
  },
  limitOnce: async (job, token, { queue }) => {
    if (job.attemptsStarted === 1) {
      await queue.rateLimit(job.data.ms);
      throw new RateLimitError();
    }
    return job.attemptsStarted;
  },
  record: async (job, token, { name, client }) => {
    await client.rpush(`runs:${job.queueName}:${job.id}`, name);
    await linger(job);
    return name;
  },
  gauge: async (job, token, { client }) => {
    const key = `running:${job.queueName}`;
    const running = await client.incr(key);
    await client.zadd(`${key}:seen`, running, running);
    await linger(job);
    await client.decr(key);
  },
};
