// The official client, told what to do by test_client.py: `node client.mjs WEB_FOLDER SCENARIO PORT [SECOND_PORT]`.
// Each scenario prints one line of JSON and ends; what goes wrong is thrown, and ends it with code 1.
import { createRequire } from "node:module";
import { deepStrictEqual as same, ok } from "node:assert";
import { createInterface } from "node:readline";

const [web, scenario, port] = process.argv.slice(2);
const { io } = createRequire(`${web}/package.json`)("socket.io-client");
const url = `http://127.0.0.1:${port}`;
const opened = [];
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

function open(path = "/", options = {}) {
  const socket = io(url + path, { forceNew: true, reconnection: false, ...options });
  opened.push(socket);
  return socket;
}

function once(emitter, name) {
  return new Promise((resolve) => emitter.once(name, (...args) => resolve(args)));
}

async function connected(path, options) {
  const socket = open(path, options);
  const outcome = await Promise.race([
    once(socket, "connect").then(() => null),
    once(socket, "connect_error").then(([error]) => error),
  ]);
  if (outcome) throw outcome;
  return socket;
}

const transport = (socket) => socket.io.engine.transport.name;

async function talk(socket) {
  let back = once(socket, "message-back");
  socket.emit("message", 1, "zwei", { drei: [null, true], "😀": "ü" });
  same(await back, [1, "zwei", { drei: [null, true], "😀": "ü" }]);

  back = once(socket, "message-back");
  socket.emit("message", { bytes: Buffer.from([0, 1, 255]), more: [new Uint8Array([7]).buffer] }, "text");
  const [binary, text] = await back;
  same([[...binary.bytes], [...binary.more[0]], text], [[0, 1, 255], [7], "text"]);

  same(await socket.timeout(2000).emitWithAck("message-with-ack", { a: 1 }), { a: 1 });
  const answer = await socket.timeout(2000).emitWithAck("message-with-ack", Buffer.from("bytes"));
  same(Buffer.from(answer).toString(), "bytes");

  socket.once("question", (number, reply) => reply(number + 1, Buffer.from([number])));
  const asked = await socket.timeout(2000).emitWithAck("ask-me", 41);
  same([asked.answer[0], [...new Uint8Array(asked.answer[1])]], [42, [41]]);
}

const scenarios = {
  async websocket() {
    const socket = await connected("/", { transports: ["websocket"] });
    await talk(socket);
    same(transport(socket), "websocket");
  },
  async polling() {
    const socket = await connected("/", { transports: ["polling"] });
    await talk(socket);
    same(transport(socket), "polling");
  },
  async upgrade() {
    const socket = open();
    const numbers = [];
    socket.on("message-back", (number) => numbers.push(number));
    const upgraded = once(socket.io.engine, "upgrade");
    await once(socket, "connect");
    let sent = 0;
    const timer = setInterval(() => socket.emit("message", sent++), 1);
    await upgraded;
    await new Promise((resolve) => setTimeout(resolve, 50));
    clearInterval(timer);
    await socket.timeout(2000).emitWithAck("message-with-ack", "end");
    same(numbers, [...Array(sent).keys()], "each once, in order, across the upgrade");
    same(transport(socket), "websocket");
    socket.off("message-back");
    await talk(socket);
  },
  async pings() {
    // On both transports: each ping but the first says that the one before was answered.
    const both = await Promise.all(["polling", "websocket"].map((name) => connected("/", { transports: [name] })));
    let lost = 0;
    for (const socket of both) socket.on("disconnect", () => lost++);
    const pinged = async ({ io: { engine } }) => {
      for (let pings = 0; pings < 4; pings++) await once(engine, "ping");
    };
    await Promise.all(both.map(pinged));
    same(lost, 0);
    for (const socket of both) await talk(socket);
  },
  async late() {
    const socket = await connected("/", { transports: ["websocket"] });
    await socket
      .timeout(100)
      .emitWithAck("slow", 0.3)
      .then(
        () => ok(false, "it should have been too late"),
        (error) => same(error.message, "operation has timed out"),
      );
    same(await socket.timeout(2000).emitWithAck("message-with-ack", 1), 1);
    same(await socket.timeout(2000).emitWithAck("ask-me"), { answer: "too late" });
  },
  async volatile() {
    const socket = await connected("/", { transports: ["websocket"] });
    const back = once(socket, "message-back");
    socket.volatile.emit("message", "may be lost");
    same(await back, ["may be lost"]);
  },
  async namespaces() {
    const manager = (await connected("/")).io;
    const custom = manager.socket("/custom", { auth: { token: "abc" } });
    const [auth] = await once(custom, "auth");
    same(auth, { token: "abc" });
    await talk(custom);
    const stranger = manager.socket("/nowhere");
    const [error] = await once(stranger, "connect_error");
    same(error.message, "Invalid namespace");
    custom.disconnect();
    await talk(opened[0]);
  },
  async unheard() {
    // The same against Node's own server (official.mjs): nobody acknowledges what nobody handles, and numbers are names.
    for (const transports of [["websocket"], ["polling"]]) {
      const socket = await connected("/", { transports });
      const acknowledged = [];
      socket.emit("nobody handles this", (...answer) => acknowledged.push(answer));
      socket.emit(3, (...answer) => acknowledged.push(answer));
      socket.emit(0.5, (...answer) => acknowledged.push(answer));
      for (const number of [1, -7, 2.5]) same(await socket.timeout(20000).emitWithAck(number, "x"), `${number} x`);
      same(await socket.timeout(20000).emitWithAck("1", "y"), "1 y");
      same(await socket.timeout(20000).emitWithAck("message-with-ack", 1), 1);
      same([acknowledged, socket.connected], [[], true]);
    }
  },
  async halves() {
    // What JSON.stringify makes of half an emoji is refused by itself; what comes before and after it is not.
    for (const transports of [["websocket"], ["polling"]]) {
      const socket = await connected("/", { transports });
      const error = { error: "Text with half a character" };
      for (const args of [["message-with-ack", "\ud83d"], ["message-with-ack", { "\ude00": [1] }], ["\ud83d", 1]])
        same(await socket.timeout(20000).emitWithAck(...args), error);
      same(await socket.timeout(20000).emitWithAck("message-with-ack", "😀 \\ud83d"), "😀 \\ud83d");
      socket.once("question", (reply) => reply("\ud83d"));
      same(await socket.timeout(20000).emitWithAck("ask-me"), { answer: "too late" });
      const refused = socket.io.socket("/custom", { auth: { token: "\ud83d" } });
      same((await once(refused, "connect_error"))[0].message, error.error);
      await talk(socket);
    }
  },
  async auth() {
    const refused = open("/guarded", { auth: { token: "wrong" } });
    const [error] = await once(refused, "connect_error");
    same([error.message, error.data], ["Not authorised", { code: "unauthenticated" }]);
    refused.auth = { token: "open sesame" };
    const welcome = once(refused, "welcome");
    refused.connect();
    await welcome;
  },
  async kicked() {
    const socket = await connected();
    let gone = once(socket, "disconnect");
    socket.emit("kick-me", false);
    same((await gone)[0], "io server disconnect");
    for (const name of ["polling", "websocket"]) {
      const other = await connected("/", { transports: [name] });
      gone = once(other, "disconnect");
      other.emit("kick-me", true);
      // the client calls it an error when it was just writing or polling as the connection ended
      same(["transport close", "transport error"].includes((await gone)[0]), true);
    }
  },
  async reconnect() {
    // the test kills the server when we say "ready", starts another, and we carry on
    const socket = open("/", { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 200 });
    await once(socket, "connect");
    await socket.timeout(2000).emitWithAck("message-with-ack", 1);
    const first = socket.id;
    const gone = once(socket, "disconnect");
    console.log("ready");
    const [reason] = await gone;
    const back = once(socket, "connect");
    socket.emit("message", "kept while away");
    const echoed = once(socket, "message-back");
    await back;
    ok(socket.id !== first);
    same(await echoed, ["kept while away"]);
    return reason;
  },
  async drained() {
    const socket = open("/", { transports: ["websocket"], reconnection: true, reconnectionDelay: 50 });
    await once(socket, "connect");
    const gone = once(socket, "disconnect");
    const closed = once(socket.io.engine, "close");
    console.log("ready");
    const [reason] = await gone;
    const [, details] = await closed;
    const back = once(socket, "connect");
    await back;
    return { reason, code: details?.context?.code, words: details?.context?.reason };
  },
  async slow() {
    // stop reading; the code and words that we see when we are thrown out come after what we had not read
    const socket = await connected("/", { transports: ["websocket"] });
    const raw = socket.io.engine.transport.ws._socket;
    const closed = once(socket.io.engine, "close");
    raw.pause();
    console.log("ready");
    await lines.next();
    raw.resume();
    const [, details] = await closed;
    return { code: details?.context?.code, words: details?.context?.reason?.toString() };
  },
};

const result = await scenarios[scenario]();
console.log(JSON.stringify(result ?? "ok"));
for (const socket of opened) socket.disconnect();
process.exit(0);
