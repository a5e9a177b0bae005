// NestJS's gateway on its Socket.IO platform: node nest.js PORT
// Decorators are applied as the functions they are, so that no compiler is needed.
import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { IoAdapter } from "@nestjs/platform-socket.io";
import { MessageBody, SubscribeMessage, WebSocketGateway, WebSocketServer } from "@nestjs/websockets";

class RoomGateway {
  handleConnection(socket) {
    socket.join("room");
  }

  message(message) {
    this.server.to("room").emit("message", message);
  }
}
WebSocketGateway({ serveClient: false, pingInterval: 25000, pingTimeout: 20000 })(RoomGateway);
WebSocketServer()(RoomGateway.prototype, "server");
MessageBody()(RoomGateway.prototype, "message", 0);
SubscribeMessage("message")(
  RoomGateway.prototype,
  "message",
  Object.getOwnPropertyDescriptor(RoomGateway.prototype, "message"),
);

class AppModule {}
Module({ providers: [RoomGateway] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
app.useWebSocketAdapter(new IoAdapter(app));
await app.init();
await new Promise((done) => app.getHttpServer().listen(Number(process.argv[2]), "127.0.0.1", 4096, done));
console.log("ready");
