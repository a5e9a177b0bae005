// Node's own Socket.IO server, with what client.mjs's scenario "unheard" asks for: `node official.mjs WEB_FOLDER`.
// It prints its port.
import { createRequire } from "node:module";
import { createServer } from "node:http";

const { Server } = createRequire(`${process.argv[2]}/package.json`)("socket.io");
const http = createServer();
new Server(http).on("connection", (socket) => {
  for (const number of [1, -7, 2.5]) socket.on(number, (text, reply) => reply(`${number} ${text}`));
  socket.on("message-with-ack", (value, reply) => reply(value));
});
http.listen(0, "127.0.0.1", () => console.log(http.address().port));
