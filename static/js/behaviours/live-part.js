// A part of a page that is drawn anew when the server says that it has changed, and now and then by itself; without a
// live line only the latter.
import { lineFrom } from "../line.js";

const LOOK_EVERY = 20_000;

export async function livePart(part) {
  const { live, event, subject, source } = part.dataset;
  let asked = 0;
  const look = async () => {
    if (document.visibilityState !== "visible") {
      return;
    }
    asked += 1;
    const mine = asked;
    // A page that looks by itself keeps nobody signed in.
    const answer = await fetch(source, { headers: { "Roost-Unattended": "1" } }).catch(() => null);
    const words = answer?.ok && !answer.redirected ? await answer.text() : null;
    // An answer that a later question has overtaken is older than what the page shows.
    if (words !== null && mine === asked) {
      redraw(part, words);
    }
  };
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_EVERY);
  const line = await lineFrom(live);
  line?.on(event, (news) => news.subject === subject && look());
  line?.on("connect", look);
}

// What did not change stays as it is, and so does where somebody is with a finger or a key.
function redraw(part, words) {
  const drawn = new DOMParser().parseFromString(words, "text/html");
  if (drawn.body.textContent.trim() === part.textContent.trim()) {
    return;
  }
  const here = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceChildren(...drawn.body.childNodes);
  if (here) {
    document.getElementById(here)?.focus();
  }
}
