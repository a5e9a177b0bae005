// Node's own Socket.IO server: node socketio.js PORT [REDIS_URL]
import { createServer } from "node:http";
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";

const [port, redisUrl] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { serveClient: false, pingInterval: 25000, pingTimeout: 20000 });
if (redisUrl) {
  const publisher = createClient({ url: redisUrl });
  const subscriber = publisher.duplicate();
  await Promise.all([publisher.connect(), subscriber.connect()]);
  io.adapter(createAdapter(publisher, subscriber));
}
io.on("connection", (socket) => {
  socket.join("room");
  socket.on("message", (message) => {
    io.to("room").emit("message", message);
  });
});
http.listen(Number(port), "127.0.0.1", 4096, () => console.log("ready"));
