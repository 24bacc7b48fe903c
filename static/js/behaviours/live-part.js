// A part of a page that is drawn anew when the server says that it has changed, and now and then by itself; without a
// live line only the latter. Where that fails for long the page says so.
import { initAll } from "govuk-frontend";
import { lineFrom } from "../line.js";

const LOOK_EVERY = 20_000;
const STALE_AFTER = 60_000;
const ANSWER_IN = 5_000;

export async function livePart(part) {
  const { live, event, subject, source } = part.dataset;
  const standing = new Standing(part.parentElement);
  let asked = 0;
  let shown = 0;
  const look = async () => {
    if (document.visibilityState !== "visible") {
      return;
    }
    asked += 1;
    const mine = asked;
    const began = Date.now();
    setTimeout(() => standing.say(), ANSWER_IN);
    // A page that looks by itself keeps nobody signed in.
    const answer = await fetch(source, { headers: { "Roost-Unattended": "1" } }).catch(() => null);
    const words = answer?.ok && !answer.redirected ? await answer.text().catch(() => null) : null;
    // What the answer to a later question has overtaken is older than what the page shows.
    if (mine < shown) {
      return;
    }
    if (words !== null) {
      shown = mine;
      standing.renewed(began);
      redraw(part, words);
    } else if (answer?.redirected) {
      standing.signedOut();
    }
    standing.say();
  };
  document.addEventListener("visibilitychange", look);
  setInterval(look, LOOK_EVERY);
  const line = await lineFrom(live);
  line?.on(event, (news) => news.subject === subject && look());
  line?.on("connect", look);
}

// How new it is what a part shows; nobody is to wait before a board that has stood still unnoticed.
class Standing {
  constructor(around) {
    this.late = around.querySelector("[data-not-renewed]");
    this.out = around.querySelector("[data-signed-out]");
    this.since = this.late.querySelector("[data-since]");
    this.words = this.since.textContent;
    this.renewed(Date.now());
  }

  renewed(at) {
    this.at = at;
    this.isSignedOut = false;
  }

  signedOut() {
    this.isSignedOut = true;
  }

  say() {
    const isLate = !this.isSignedOut && Date.now() - this.at > STALE_AFTER;
    if (isLate && this.late.hidden) {
      this.since.textContent = this.words.replace("TIME", londonTime(this.at));
    }
    this.late.hidden = !isLate;
    this.out.hidden = !this.isSignedOut;
  }
}

function londonTime(at) {
  return new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
}

// What did not change stays as it is, and so does where somebody is with a finger or a key.
function redraw(part, words) {
  const { body } = new DOMParser().parseFromString(words, "text/html");
  if (saysTheSame(part, body)) {
    return;
  }
  const here = part.contains(document.activeElement) ? document.activeElement.id : "";
  for (const node of renew(part, body)) {
    if (node instanceof Element) {
      initAll({ scope: node });
    }
  }
  if (here) {
    document.getElementById(here)?.focus();
  }
}

// Draws anew what is in an element; what is named there (data-keep) is not exchanged but drawn anew within, so that of
// what is read aloud when it changes, no more is read than did. Gives what is new.
function renew(there, drawn) {
  const kept = named(there);
  const staying = named(drawn);
  for (const node of [...there.childNodes]) {
    if (!staying.has(node.dataset?.keep)) {
      node.remove();
    }
  }
  const fresh = [];
  let next = there.firstChild;
  for (const node of [...drawn.childNodes]) {
    const own = kept.get(node.dataset?.keep);
    if (!own) {
      there.insertBefore(node, next);
      fresh.push(node);
      continue;
    }
    own.className = node.className;
    if (!saysTheSame(own, node)) {
      fresh.push(...renew(own, node));
    }
    next = own.nextSibling;
  }
  return fresh;
}

function named(element) {
  const all = [...element.children].filter(({ dataset }) => dataset.keep);
  return new Map(all.map((one) => [one.dataset.keep, one]));
}

function saysTheSame(one, other) {
  return one.textContent.trim() === other.textContent.trim();
}
