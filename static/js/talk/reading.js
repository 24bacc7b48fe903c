// How far one has read. Read is what one can have seen: told once the end of the list is in sight.
const ANSWER_IN = 10_000;

export class Reading {
  constructor(section, messages, line, requests) {
    this.section = section;
    this.messages = messages;
    this.line = line;
    this.requests = requests;
    this.marked = 0;
    this.isMarking = false;
    // What is new on earlier pages was not seen here: then one says oneself that one has read.
    this.isAllHere = !("newBefore" in section.dataset);
    this.below = new Below(section);
    for (const change of ["scroll", "resize"]) {
      window.addEventListener(change, () => this.look(), { passive: true });
    }
  }

  // A message of somebody else has come.
  came(message) {
    if (!this.messages.isEndInSight) {
      this.below.cue(message);
    }
  }

  // Read is what the server has noted; until then the form to say so stays, and it is told again.
  look() {
    if (document.visibilityState !== "visible" || !this.messages.isEndInSight) {
      return;
    }
    this.messages.unseen = null;
    this.below.clear();
    const mayTell = this.isAllHere && (this.line.connected || this.requests.areNeeded);
    if (mayTell && !this.isMarking && this.messages.seq > this.marked) {
      this.mark(this.messages.seq);
    }
  }

  mark(seq) {
    this.isMarking = true;
    const noted = (answer) => {
      this.isMarking = false;
      if (!answer?.ok) {
        return;
      }
      this.marked = seq;
      this.section.querySelector("[data-read]")?.remove();
      this.look();
    };
    if (this.line.connected) {
      const told = (late, answer) => noted(late ? null : answer);
      const read = { conversation: this.section.dataset.conversation, seq };
      this.line.timeout(ANSWER_IN).emit("mark_read", read, told);
    } else {
      this.requests.read(seq).then(noted);
    }
  }
}

// Says that something came further down than one reads, and leads there.
class Below {
  constructor(section) {
    this.section = section;
    this.shown = null;
  }

  get isCued() {
    return this.shown !== null;
  }

  cue(message) {
    if (this.isCued) {
      return;
    }
    this.shown = this.section.querySelector("[data-below]").content.firstElementChild.cloneNode(true);
    this.shown.addEventListener("click", () => this.go(message.id));
    this.section.querySelector("[data-composer]").prepend(this.shown);
  }

  // The keyboard goes where the eyes go.
  go(id) {
    const message = document.getElementById(id);
    this.clear();
    if (message) {
      message.tabIndex = -1;
      message.focus({ preventScroll: true });
      message.scrollIntoView({ block: "center" });
    }
  }

  clear() {
    this.shown?.remove();
    this.shown = null;
  }
}
