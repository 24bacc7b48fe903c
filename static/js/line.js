// The live line of this page: one for all behaviours that need it.
let opening = null;

// Polling is for networks that let no websocket through; the library would not try it by itself.
const WAYS = { transports: ["websocket", "polling"], tryAllTransports: true };

// How long it waits at most before it tries again, half of it more or less by chance: a server that is started anew
// has everybody back within seconds, and one that is away for long is not knocked at all the time.
const SOON = 5_000;
const LATER = 60_000;
const SOON_TRIES = 10;
// How long an answer may take before a line counts as ended: as long as the line took to come, within these.
const ANSWER_IN = 2_000;
const ANSWER_IN_AT_MOST = 20_000;

// Gives the line, opened when the first behaviour asks for it; nothing where the library does not come.
export function lineFrom(source) {
  opening ??= import(source)
    .then(({ io }) => kept(io({ ...WAYS, reconnectionDelayMax: SOON })))
    .catch(() => null);
  return opening;
}

// Who comes back waits neither for the next try nor on a line that ended unnoticed while the phone slept. Over a slow
// link an answer takes long too: dropping that line would only have the next one begun as slowly.
function kept(line) {
  let began = Date.now();
  let patience = ANSWER_IN;
  line.on("connect", () => {
    patience = Math.min(Math.max(Date.now() - began, ANSWER_IN), ANSWER_IN_AT_MOST);
  });
  line.io.on("reconnect_attempt", (tries) => {
    began = Date.now();
    line.io.reconnectionDelayMax(tries < SOON_TRIES ? SOON : LATER);
  });
  // The library would go on waiting for its next try: let go of first, it tries at once.
  const anew = () => {
    began = Date.now();
    line.disconnect().connect();
  };
  const back = () => {
    if (document.visibilityState !== "visible") {
      return;
    }
    if (!line.connected) {
      anew();
      return;
    }
    line.timeout(patience).emit("look_at_notices", {}, (late) => late && line.connected && anew());
  };
  document.addEventListener("visibilitychange", back);
  window.addEventListener("online", back);
  return line;
}
