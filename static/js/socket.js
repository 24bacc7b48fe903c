// The live line to the server, for the pages that have one.
export { io } from "socket.io-client";
