// A server that does one thing wrong, once, to one of its clients: node faulty.js PORT none|lost|twice|altered|order
// The load client must notice. Everybody else is served well.
import { createServer } from "node:http";
import { Server } from "socket.io";

const [port, fault] = process.argv.slice(2);
const http = createServer();
const io = new Server(http, { serveClient: false });
let victim;
let count = 0;
let held;

const wrong = {
  none: (message) => victim.emit("message", message),
  lost: (message) => count === 50 || victim.emit("message", message),
  twice: (message) => {
    victim.emit("message", message);
    if (count === 50) victim.emit("message", message);
  },
  altered: (message) => victim.emit("message", count === 50 ? { ...message, from: "Somebody Else!!" } : message),
  order: (message) => {
    if (count === 50) held = message;
    else victim.emit("message", message);
    if (count === 51) victim.emit("message", held);
  },
};

io.on("connection", (socket) => {
  victim ??= socket;
  socket.join("room");
  socket.on("message", (message) => {
    count += 1;
    io.to("room").except(victim.id).emit("message", message);
    wrong[fault](message);
  });
});
http.listen(Number(port), "127.0.0.1", () => console.log("ready"));
