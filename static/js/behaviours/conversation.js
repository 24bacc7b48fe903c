// One conversation, live: what comes is put in its place, what is written is sent until it arrived.
import { lineFrom } from "../line.js";
import { Heard } from "../talk/heard.js";
import { Lacking } from "../talk/lacking.js";
import { Messages } from "../talk/messages.js";
import { Polls } from "../talk/polls.js";
import { Reading } from "../talk/reading.js";
import { Requests } from "../talk/requests.js";
import { Seen } from "../talk/seen.js";
import { Unsent } from "../talk/unsent.js";

const SYNC_EVERY = 45_000;
const SHOWN_IN = 1_500;
const TYPING_EVERY = 3_000;
const TYPING_LASTS = 5_000;

export async function conversation(section) {
  const messages = new Messages(section);
  const polls = new Polls(section);
  messages.dressed = (message) => polls.dress(message);
  messages.dress();
  goThereWithin(section);
  // Ways from elsewhere are as old as the page they stood on: what they thought new may be read, or the other way round.
  if (["", "#unread", "#write"].includes(window.location.hash)) {
    // With it the browser would go there after us.
    history.replaceState(history.state, "", window.location.pathname + window.location.search);
    messages.showNewest();
  }
  if ("older" in section.dataset) {
    // What comes belongs further down, and is not read by who reads here.
    return;
  }
  const line = await lineFrom(section.dataset.live);
  if (!line) {
    // Without a line the forms do: the page is read and written as any other.
    return;
  }
  const id = section.dataset.conversation;
  const requests = new Requests(section, line, () => catchUp());
  const lacking = new Lacking(id, messages, line, requests, (answer) => {
    answer.messages.forEach((message) => unsent.arrived(message.client_id));
    polls.take(answer.votes);
    reading.look();
  });
  const unsent = new Unsent(section, messages, line, requests, (seq) => {
    setTimeout(() => messages.seq < seq && lacking.ask(), SHOWN_IN);
  });
  section.dataset.ready = "";
  const seen = new Seen(section);
  const { me } = section.dataset;
  const isHere = (words) => words.conversation === id;

  const reading = new Reading(section, messages, line, requests);
  const heard = new Heard(section);
  messages.came = (message, words) => {
    reading.came(message);
    heard.say(words);
  };

  const hear = (message) => messages.hear(message) && lacking.ask();
  line.on("message_posted", (message) => {
    if (!isHere(message)) {
      return;
    }
    hear(message);
    unsent.arrived(message.client_id);
    if (message.sender === me) {
      seen.forget();
    }
    showTyping(section, null);
    reading.look();
  });
  for (const event of ["message_edited", "message_removed", "reacted", "voted"]) {
    line.on(event, (message) => isHere(message) && hear(message));
  }
  line.on("own_votes", (words) => isHere(words) && polls.take(words.votes));
  polls.answerBy(line, hear);
  line.on("read", (words) => isHere(words) && words.person !== me && seen.ask());
  line.on("typing", (words) => isHere(words) && showTyping(section, words.name));

  const catchUp = () => {
    if (document.visibilityState === "visible") {
      lacking.ask();
      unsent.sendAll();
    }
  };
  line.on("connect", catchUp);
  document.addEventListener("visibilitychange", catchUp);
  window.addEventListener("online", catchUp);
  setInterval(catchUp, SYNC_EVERY);
  watchTyping(section, () => line.connected && line.emit("typing", { conversation: id }));
  if (line.connected) {
    catchUp();
  }
}

// A way to a message that is on this page leads there without a load, so that what is written and live stays.
function goThereWithin(section) {
  section.addEventListener("click", (event) => {
    const place = event.target.closest?.("[data-place]")?.dataset.place;
    const message = place && document.getElementById(place);
    if (message && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      window.location.hash = place;
      message.scrollIntoView({ block: "center" });
    }
  });
}

let forgetting = 0;

function showTyping(section, name) {
  const shown = section.querySelector("[data-typing]");
  const words = section.querySelector("[data-typing-words]").content.textContent.trim();
  clearTimeout(forgetting);
  shown.textContent = name ? words.replace("NAME", name) : "";
  if (name) {
    forgetting = setTimeout(() => showTyping(section, null), TYPING_LASTS);
  }
}

function watchTyping(section, tell) {
  let last = 0;
  const form = section.querySelector("[data-composer]");
  form.addEventListener("submit", () => {
    last = 0;
  });
  form.addEventListener("input", () => {
    if (Date.now() - last > TYPING_EVERY) {
      last = Date.now();
      tell();
    }
  });
}
