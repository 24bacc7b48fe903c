// The live line of this page: one for all behaviours that need it.
let opening = null;

// Polling is for networks that let no websocket through; the library would not try it by itself.
const WAYS = { transports: ["websocket", "polling"], tryAllTransports: true };

// How long it waits at most before it tries again, half of it more or less by chance: a server that is started anew
// has everybody back within seconds, and one that is away for long is not knocked at all the time.
const SOON = 5_000;
const LATER = 60_000;
const SOON_TRIES = 10;
const ANSWER_IN = 2_000;

// Gives the line, opened when the first behaviour asks for it; nothing where the library does not come.
export function lineFrom(source) {
  opening ??= import(source)
    .then(({ io }) => kept(io({ ...WAYS, reconnectionDelayMax: SOON })))
    .catch(() => null);
  return opening;
}

// Who comes back waits neither for the next try nor on a line that ended unnoticed while the phone slept.
function kept(line) {
  line.io.on("reconnect_attempt", (tries) => line.io.reconnectionDelayMax(tries < SOON_TRIES ? SOON : LATER));
  const back = () => {
    if (document.visibilityState !== "visible") {
      return;
    }
    if (!line.connected) {
      anew(line);
      return;
    }
    line.timeout(ANSWER_IN).emit("look_at_notices", {}, (late) => late && line.connected && anew(line));
  };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("online", back);
  return line;
}

// The library would go on waiting for its next try: let go of first, it tries at once.
function anew(line) {
  line.disconnect().connect();
}
