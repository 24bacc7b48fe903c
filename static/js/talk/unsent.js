// What was written and has not arrived yet: kept through a reload, sent again until the server has it.
import { Files } from "./files.js";
import { newId } from "./ids.js";

const ACK_IN = 10_000;

export class Unsent {
  // `stored` is told the number of each message that the server has taken.
  constructor(section, messages, line, requests, stored) {
    this.section = section;
    this.stored = stored;
    this.messages = messages;
    this.line = line;
    this.requests = requests;
    this.isPosting = false;
    this.conversation = section.dataset.conversation;
    this.form = section.querySelector("[data-composer]");
    this.field = this.form.elements.namedItem("body");
    this.files = new Files(this.form);
    this.refused = new Set();
    // What arrived when the page was left stands among the others.
    this.waiting = kept(this.key("unsent"), []).filter((one) => !messages.hold(one.client_id));
    this.keep();
    this.waiting.forEach((one) => this.show(one));
    this.keepDraft();
    this.form.addEventListener("submit", (event) => this.write(event));
    this.files.sure?.addEventListener("click", () => this.writeWithFiles(true));
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        this.form.requestSubmit();
      }
    });
  }

  key(what) {
    return `roost ${what} ${this.section.dataset.me} ${this.conversation}`;
  }

  keepDraft() {
    if (!this.field.value) {
      this.field.value = kept(this.key("draft"), "");
    }
    this.field.addEventListener("input", () => keep(this.key("draft"), this.field.value));
  }

  write(event) {
    event.preventDefault();
    if (this.files.areChosen) {
      this.writeWithFiles();
      return;
    }
    const body = this.field.value.trim();
    if (!body) {
      this.field.focus();
      return;
    }
    this.files.forget();
    const replyTo = this.form.elements.namedItem("reply_to");
    const written = { client_id: newId(), body };
    if (replyTo.value) {
      written.reply_to = replyTo.value;
    }
    this.waiting.push(written);
    this.keep();
    this.show(written);
    this.send(written);
    this.empty();
  }

  // Files are not kept by a page that goes: the form holds them until the server has them.
  async writeWithFiles(isSure = false) {
    const sent = await this.files.send(isSure);
    if (sent) {
      this.empty();
      this.stored(sent.seq);
    }
  }

  empty() {
    this.field.value = "";
    this.form.elements.namedItem("reply_to").value = "";
    keep(this.key("draft"), "");
    this.form.querySelector("[data-quote]")?.remove();
    this.field.focus();
  }

  // Shown at the end, until it comes back as everybody sees it.
  show(written) {
    const shown = this.section.querySelector("[data-unsent]").content.firstElementChild.cloneNode(true);
    shown.dataset.client = written.client_id;
    shown.querySelector(".message__body").textContent = written.body;
    shown.querySelector(".message__again").addEventListener("click", () => this.sendAgain(written));
    shown.querySelector(".message__sure").addEventListener("click", () => this.sendAnyway(written));
    shown.querySelector(".message__back").addEventListener("click", () => this.takeBack(written));
    shown.querySelector(".message__drop").addEventListener("click", () => this.arrived(written.client_id));
    this.messages.list.append(shown);
    shown.scrollIntoView({ block: "nearest" });
    this.say(written, "waiting");
  }

  say(written, state, why = "") {
    const shown = this.shown(written.client_id);
    if (shown) {
      shown.querySelector(".message__state").dataset.now = state;
      shown.querySelectorAll("[data-why]").forEach((place) => (place.textContent = why));
    }
  }

  shown(clientId) {
    return [...this.messages.list.querySelectorAll(".message--unsent")].find((one) => one.dataset.client === clientId);
  }

  send(written) {
    if (!this.line.connected) {
      this.say(written, "waiting");
      if (this.requests.areNeeded) {
        this.postAll();
      }
      return;
    }
    this.say(written, "sending");
    const sent = { conversation: this.conversation, ...written };
    this.line.timeout(ACK_IN).emit("post_message", sent, (late, answer) => {
      if (late) {
        // Perhaps it arrived and only the answer was lost: sending it again says it once.
        this.say(written, "waiting");
        this.postAll();
      } else {
        this.answered(written, answer);
      }
    });
  }

  // By request, one after the other, so that they keep their order; where one finds no way, the others wait with it.
  async postAll() {
    if (this.isPosting) {
      return;
    }
    this.isPosting = true;
    for (let next = this.open[0]; next; next = this.open[0]) {
      this.say(next, "sending");
      const answer = await this.requests.say(next);
      if (!answer) {
        this.say(next, "waiting");
        break;
      }
      this.answered(next, answer);
    }
    this.isPosting = false;
  }

  answered(written, answer) {
    if (!answer.ok) {
      this.refused.add(written.client_id);
      this.say(written, answer.error?.endsWith("nudge") ? "nudged" : "failed", answer.message);
    } else if (this.messages.hold(written.client_id, answer.seq)) {
      this.arrived(written.client_id);
    } else {
      this.forget(written.client_id);
      this.say(written, "sent");
      this.stored(answer.seq);
    }
  }

  // What waits for a way, and not for who wrote it.
  get open() {
    return this.waiting.filter((one) => !this.refused.has(one.client_id));
  }

  sendAgain(written) {
    this.refused.delete(written.client_id);
    this.send(written);
  }

  // After a nudge: it is meant as it is.
  sendAnyway(written) {
    written.sure = true;
    this.keep();
    this.sendAgain(written);
  }

  // After a nudge: back into the field, before whatever was begun there since.
  takeBack(written) {
    if (this.files.isBusy) {
      return;
    }
    this.arrived(written.client_id);
    this.files.forget();
    this.field.value = [written.body, this.field.value].filter(Boolean).join("\n");
    this.form.elements.namedItem("reply_to").value = written.reply_to ?? "";
    keep(this.key("draft"), this.field.value);
    this.field.focus();
  }

  // One after the other, so that they keep their order.
  sendAll() {
    this.open.forEach((written) => this.send(written));
  }

  // It came back as everybody sees it.
  arrived(clientId) {
    this.forget(clientId);
    this.shown(clientId)?.remove();
  }

  forget(clientId) {
    this.waiting = this.waiting.filter((one) => one.client_id !== clientId);
    this.keep();
  }

  keep() {
    keep(this.key("unsent"), this.waiting);
  }
}

function kept(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key, value) {
  try {
    if (value.length) {
      sessionStorage.setItem(key, JSON.stringify(value));
    } else {
      sessionStorage.removeItem(key);
    }
  } catch {
    // A browser that keeps nothing still sends what is written now.
  }
}
