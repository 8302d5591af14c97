// SPDX-FileCopyrightText: 2026 The Signalbox developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A mail server that others wrote, and some that do what no good one does, are sent messages to.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { SMTPServer } from "smtp-server";

const folder = mkdtempSync(join(tmpdir(), "signalbox-smtp-"));
const sample = { name: "Ada", address: "ada@example.org", subject: "Welcome", text: "Hello.\n" };

let driver;
let lines;

before(() => {
  driver = spawn(process.env.SIGNALBOX_SMTP_DRIVER, { stdio: ["pipe", "pipe", "inherit"] });
  lines = createInterface({ input: driver.stdout })[Symbol.asyncIterator]();
});
after(() => {
  driver?.stdin.end();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(question) {
  driver.stdin.write(JSON.stringify(question) + "\n");
  const { value, done } = await lines.next();
  assert.ok(!done, "the driver ended");
  return JSON.parse(value);
}

// Resolves to what went wrong, null if nothing did.
async function send(url, message = {}, settings = {}) {
  const { errors } = await ask({ settings: { url, ...settings }, message: { ...sample, ...message } });
  return errors[0];
}

// A certificate for that name of a server, signed by itself: { file, key, cert }.
function certificate(name) {
  const file = join(folder, `${name.replace(/\W/g, "-")}.pem`);
  const key = file.replace(".pem", ".key");
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    "-days", "2", "-subj", "/CN=test", "-addext", `subjectAltName=${name}`, "-keyout", key, "-out", file],
    { stdio: "ignore" });
  return { file, key: readFileSync(key), cert: readFileSync(file) };
}

async function listening(server, t) {
  server.listen(0, "127.0.0.1");
  await once(server.server ?? server, "listening");
  t.after(() => server.close());
  return (server.server ?? server).address().port;
}

// A mail server that keeps what it is sent: { port, received: [{ from, to, secure, user, text }] }.
async function mailServer(t, options = {}) {
  const received = [];
  const onData = (stream, session, done) => {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      const text = Buffer.concat(chunks).toString();
      received.push({ from: mailFrom.address, to: rcptTo.map((each) => each.address), secure: session.secure,
        user: session.user, text });
      done();
    });
  };
  const server = new SMTPServer({ authOptional: true, logger: false, closeTimeout: 100, onData, ...options });
  server.on("error", () => {}); // clients that refuse its certificate
  return { port: await listening(server, t), received };
}

// One that says what `answers` has for the first word of each line, and is silent where there is nothing.
async function scriptedServer(t, answers) {
  const heard = [];
  const sockets = new Set();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.setEncoding("latin1");
    const say = (word) => answers[word] && socket.write(answers[word]);
    let rest = "";
    say("greeting");
    socket.on("data", (chunk) => {
      const parts = (rest + chunk).split("\r\n");
      rest = parts.pop();
      for (const line of parts) {
        heard.push(line);
        say(line === "." ? "." : line.split(" ")[0].toUpperCase());
      }
    });
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  return { port: await listening(server, t), heard };
}

const polite = {
  greeting: "220 test\r\n", EHLO: "250-test\r\n250 PIPELINING\r\n", MAIL: "250 ok\r\n", RCPT: "250 ok\r\n",
  DATA: "354 go on\r\n", ".": "250 taken\r\n", QUIT: "221 bye\r\n",
};

test("a message arrives as it was", async (t) => {
  const { port, received } = await mailServer(t);
  const text = ".\n..\n.dots\nGrüße \u{1F389}\n";
  assert.equal(await send(`smtp://127.0.0.1:${port}`, { name: "Zoë Müller", text }), null);
  assert.equal(received.length, 1);
  const [{ from, to, text: got }] = received;
  assert.equal(from, "signalbox@localhost");
  assert.deepEqual(to, ["ada@example.org"]);
  assert.match(got, /^From: Signalbox <signalbox@localhost>\r$/m);
  assert.match(got, /^Message-ID: <welcome-17@localhost>\r$/m);
  assert.match(got, /^To: =\?UTF-8\?B\?Wm/m);
  assert.ok(got.endsWith("\r\n\r\n.\r\n..\r\n.dots\r\nGr=C3=BC=C3=9Fe =F0=9F=8E=89\r\n"), got);
});

test("many arrive that are sent at once", async (t) => {
  const { port, received } = await mailServer(t);
  const { errors } = await ask({ settings: { url: `smtp://localhost:${port}` }, message: sample, times: 40 });
  assert.deepEqual(errors, Array(40).fill(null));
  assert.equal(received.length, 40);
});

test("a large one arrives whole", async (t) => {
  const { port, received } = await mailServer(t, { size: 10_000_000 });
  assert.equal(await send(`smtp://127.0.0.1:${port}`, { text: "ж\n".repeat(250_000) }), null);
  assert.equal(received[0].text.split("=D0=B6\r\n").length, 250_001);
});

test("an address outside ASCII arrives where the server takes it", async (t) => {
  const { port, received } = await mailServer(t);
  const address = "zoë@bücher.example";
  assert.equal(await send(`smtp://127.0.0.1:${port}`, { address }), null);
  assert.equal(received[0].to[0].split("@")[0], "zoë");
});

test("TLS is begun, and the certificate checked", async (t) => {
  const own = certificate("IP:127.0.0.1");
  const { port, received } = await mailServer(t, { key: own.key, cert: own.cert });
  const url = `smtp://127.0.0.1:${port}?tls=required`;
  const refused = await send(url);
  assert.equal(refused.isPermanent, false);
  assert.match(refused.message, /certificate.*; cacert in mail\.smtp-url names a file/s);
  assert.equal(received.length, 0);
  assert.equal(await send(`${url}&cacert=${own.file}`), null);
  assert.equal(received[0].secure, true);
});

test("a certificate for another server is none", async (t) => {
  const other = certificate("DNS:mail.example.com");
  const { port, received } = await mailServer(t, { key: other.key, cert: other.cert });
  const error = await send(`smtp://127.0.0.1:${port}?tls=required&cacert=${other.file}`);
  assert.equal(error.isPermanent, false);
  assert.equal(received.length, 0);
});

test("TLS from the first byte", async (t) => {
  const own = certificate("IP:127.0.0.1");
  const { port, received } = await mailServer(t, { secure: true, key: own.key, cert: own.cert });
  const refused = await send(`smtps://127.0.0.1:${port}`);
  assert.equal(refused.isPermanent, false);
  assert.equal(await send(`smtps://127.0.0.1:${port}?cacert=${own.file}`), null);
  assert.equal(received[0].secure, true);
});

test("without TLS nothing is told where it is required", async (t) => {
  const { port, heard } = await scriptedServer(t, { ...polite, EHLO: "250-test\r\n250 AUTH PLAIN\r\n" });
  const error = await send(`smtp://ada:secret@127.0.0.1:${port}?tls=required`);
  assert.equal(error.isPermanent, false);
  assert.match(error.message, /tls=none/);
  assert.deepEqual(heard.filter((line) => !/^(EHLO|QUIT)/.test(line)), []);
});

test("a login", async (t) => {
  const onAuth = ({ username, password }, session, done) =>
    done(null, username === "ada@x.org" && password === "p:s@s/w?rd" ? { user: username } : undefined);
  const own = certificate("IP:127.0.0.1");
  const { port, received } = await mailServer(t, { authOptional: false, onAuth, key: own.key, cert: own.cert });
  const options = `?tls=required&cacert=${own.file}`;
  assert.equal(await send(`smtp://ada%40x.org:p%3As%40s%2Fw%3Frd@127.0.0.1:${port}/${options}`), null);
  assert.equal(received[0].user, "ada@x.org");
  const wrong = await send(`smtp://ada%40x.org:wr0ng@127.0.0.1:${port}${options}`);
  assert.equal(wrong.isPermanent, false); // it says nothing of the message
  assert.match(wrong.message, /535/);
  assert.doesNotMatch(wrong.message, /wr0ng/);
  const none = await send(`smtp://127.0.0.1:${port}${options}`);
  assert.equal(none.isPermanent, false);
  assert.match(none.message, /530/);
});

test("a login that fails for now, or in no known way", async (t) => {
  const later = await scriptedServer(t, { ...polite, EHLO: "250 AUTH PLAIN\r\n", AUTH: "454 later\r\n" });
  const error = await send(`smtp://ada:secret@127.0.0.1:${later.port}`);
  assert.equal(error.isPermanent, false);
  assert.match(error.message, /454 later/);
  const unknown = await scriptedServer(t, { ...polite, EHLO: "250 AUTH GSSAPI\r\n" });
  assert.match((await send(`smtp://ada:secret@127.0.0.1:${unknown.port}`)).message, /no login by PLAIN or LOGIN/);
});

for (const [code, isPermanent] of [[450, false], [421, false], [550, true], [552, true]]) {
  test(`${code} is ${isPermanent ? "for good" : "for now"}, wherever it is said`, async (t) => {
    const refuse = () => Object.assign(new Error("no, not that one"), { responseCode: code });
    const hooks = {
      onMailFrom: (address, session, done) => done(refuse()),
      onRcptTo: (address, session, done) => done(refuse()),
      onData: (stream, session, done) => stream.on("end", () => done(refuse())).resume(),
    };
    for (const [name, hook] of Object.entries(hooks)) {
      const { port } = await mailServer(t, { [name]: hook });
      const error = await send(`smtp://127.0.0.1:${port}`);
      assert.equal(error?.isPermanent, isPermanent, name);
      assert.match(error.message, new RegExp(`^The mail server smtp://127.0.0.1:${port} refuses: ${code} no, not that`));
    }
    const greeting = await scriptedServer(t, { greeting: `${code} go away\r\n` });
    assert.equal((await send(`smtp://127.0.0.1:${greeting.port}`)).isPermanent, isPermanent);
  });
}

test("a server that hangs is given up, whenever it does so", async (t) => {
  for (const silentAt of ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "."]) {
    const { port } = await scriptedServer(t, { ...polite, [silentAt]: "" });
    const start = Date.now();
    const error = await send(`smtp://127.0.0.1:${port}`, {}, { connectTimeoutMs: 300, timeoutMs: 600 });
    assert.equal(error?.isPermanent, false, silentAt);
    assert.match(error.message, /timeout|timed out/i);
    assert.ok(Date.now() - start < 10_000, `${silentAt}: ${Date.now() - start} ms`);
  }
});

test("an old refusal isn't taken for the answer that never came", async (t) => {
  const { port } = await scriptedServer(t, { ...polite, EHLO: "502 what?\r\n", HELO: "" });
  const error = await send(`smtp://127.0.0.1:${port}`, {}, { connectTimeoutMs: 300, timeoutMs: 600 });
  assert.equal(error.isPermanent, false);
});

test("a server that takes the message and never says good-bye has taken it", async (t) => {
  const { port } = await scriptedServer(t, { ...polite, QUIT: "" });
  const start = Date.now();
  assert.equal(await send(`smtp://127.0.0.1:${port}`, {}, { timeoutMs: 1000 }), null);
  assert.ok(Date.now() - start < 10_000);
});

test("a server that talks without end is cut off", async (t) => {
  const { port } = await scriptedServer(t, { greeting: "220-and so on\r\n".repeat(20_000) });
  const error = await send(`smtp://127.0.0.1:${port}`);
  assert.equal(error.isPermanent, false);
  assert.match(error.message, /more than 65536 bytes/);
});

test("a server that hangs up, or isn't there", async (t) => {
  const server = net.createServer((socket) => socket.on("error", () => {}).resume().end("220 test\r\n"));
  const port = await listening(server, t);
  assert.equal((await send(`smtp://127.0.0.1:${port}`)).isPermanent, false);
  server.close();
  await once(server, "close");
  const error = await send(`smtp://127.0.0.1:${port}`);
  assert.equal(error.isPermanent, false);
  assert.match(error.message, /can't be used: .*connect/i);
});

test("a mailer that goes doesn't wait for a server that hangs", async (t) => {
  const { port, heard } = await scriptedServer(t, { ...polite, MAIL: "" });
  const settings = { url: `smtp://127.0.0.1:${port}` };
  const { goneAfterMs } = await ask({ settings, message: sample, stopAfterMs: 300 });
  assert.ok(goneAfterMs < 5000, `${goneAfterMs} ms`);
  assert.ok(!heard.includes("DATA"));
});

test("what is wrong with the settings is told", async () => {
  for (const url of ["smtp://", "http://host", "smtp://host:0", "smtp://host?tls=maybe", "smtps://host?tls=none"]) {
    const error = await send(url);
    assert.equal(error.isPermanent, true, url);
    assert.match(error.message, /^mail\.smtp-url: /);
  }
  assert.match((await send("smtp://127.0.0.1", {}, { from: "nobody" })).message, /^mail\.from must be/);
});
