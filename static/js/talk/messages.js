// The messages on a page, in the order of their numbers, with a line for each new day.

// How much of the end may be hidden, and how far from the top a message that is brought into sight stays, in pixels.
const ALMOST = 40;
const HEAD_ROOM = 96;

export class Messages {
  constructor(section) {
    this.section = section;
    this.list = section.querySelector("[data-messages]");
    this.day = section.querySelector("[data-day-template]");
    this.from = Number(this.list.querySelector(".message")?.dataset.seq ?? 0);
    this.seq = Number(section.dataset.lastSeq);
    this.change = Number(section.dataset.lastChange);
    // The first of others that came since the end was last in sight.
    this.unseen = null;
  }

  // Marks the reader's own messages: what comes from the server is the same for everybody.
  dress(part = this.list) {
    const all = part.matches?.(".message") ? [part] : part.querySelectorAll(".message");
    for (const message of all) {
      message.classList.toggle("message--mine", message.dataset.sender === this.section.dataset.me);
      this.dressed?.(message);
    }
  }

  // Takes what was asked for: of what lies before it nothing is lacking.
  take(message) {
    this.put(message);
    this.reach(message.seq, message.change);
  }

  // Up to here nothing is lacking.
  reach(seq, change) {
    this.seq = Math.max(this.seq, seq);
    this.change = Math.max(this.change, change);
  }

  // Takes what was heard; says whether something before it was not, and is to be asked for.
  hear(message) {
    const { seq, change } = message;
    const isLacking = seq > this.seq + 1 || change > this.change + 1;
    this.put(message);
    if (!isLacking) {
      this.reach(seq, change);
    }
    return isLacking;
  }

  // Puts a message where it belongs, in place of what was known of it.
  put(words) {
    const { id, seq, change, html } = words;
    const known = document.getElementById(`message-${id}`);
    if (known && Number(known.dataset.change) > change) {
      return;
    }
    const message = parsed(html);
    this.requote(id, message.dataset.words);
    if (!known && seq < this.from) {
      // It stands on an earlier page.
      return;
    }
    this.dress(message);
    if (known) {
      exchange(known, message);
      this.unseen = this.unseen === known ? message : this.unseen;
      return;
    }
    const isNear = isEndNear(this.list);
    const shown = [...this.list.querySelectorAll(".message[data-seq]")];
    const after = shown.find((one) => Number(one.dataset.seq) > seq);
    if (!after && shown.length === 0) {
      this.section.querySelector("[data-empty]")?.remove();
    }
    this.list.insertBefore(message, after ?? this.list.querySelector(".message--unsent"));
    this.separateDays();
    if (!after) {
      this.follow(message, words, isNear);
    }
  }

  // Whoever reads at the end goes on there; of several that come at once, after a tunnel or a night, the first stays
  // in sight.
  follow(message, words, isNear) {
    const isOwn = message.dataset.sender === this.section.dataset.me;
    if (!isOwn) {
      this.unseen ??= message;
    }
    if (isNear) {
      this.bring(isOwn ? message : this.unseen);
    }
    if (!isOwn) {
      this.came?.(message, words);
    }
  }

  // How much of the end lies below what one sees: the field where one writes stays over it.
  get hidden() {
    const field = this.section.querySelector("[data-composer]");
    const seen = document.documentElement.clientHeight;
    return this.list.getBoundingClientRect().bottom - Math.min(seen, field?.getBoundingClientRect().top ?? seen);
  }

  get isEndInSight() {
    return this.hidden < ALMOST;
  }

  // The end comes into sight, but the beginning of this message does not go from it.
  bring(message) {
    const down = Math.min(this.hidden, message.getBoundingClientRect().top - HEAD_ROOM);
    if (down > 0) {
      window.scrollBy(0, down);
    }
  }

  // What quotes a message, or keeps it in sight, says what it says now; of what is as it was first, nothing is told.
  requote(id, words) {
    if (words !== undefined) {
      for (const place of this.section.querySelectorAll(`[data-words-of="${id}"]`)) {
        place.textContent = words;
      }
    }
  }

  // Whether a message that was written here is among those that came back, or among earlier ones.
  hold(clientId, seq = Infinity) {
    const came = [...this.list.querySelectorAll(".message[data-seq]")];
    return seq <= this.seq || came.some((one) => one.dataset.client === clientId);
  }

  // Where reading goes on: at the first new message, else at the end.
  showNewest() {
    const unread = this.list.querySelector(".talk__unread");
    if (unread) {
      unread.scrollIntoView({ block: "center" });
    } else if (this.list.lastElementChild) {
      this.list.lastElementChild.scrollIntoView({ block: "end" });
      this.bring(this.list.lastElementChild);
    }
  }

  separateDays() {
    let day = null;
    for (const message of this.list.querySelectorAll(".message[data-seq]")) {
      const before = dayOver(message);
      if (message.dataset.day !== day && !before) {
        const line = this.day.content.firstElementChild.cloneNode(true);
        line.dataset.day = message.dataset.day;
        line.textContent = message.dataset.dayWords;
        message.before(line);
      } else if (message.dataset.day === day) {
        before?.remove();
      }
      day = message.dataset.day;
    }
  }
}

// The line of a day over a message, where there is one; what is new, who looked and who has seen may stand between.
function dayOver(message) {
  let before = message.previousElementSibling;
  while (before && !before.matches(".message, .talk__day")) {
    before = before.previousElementSibling;
  }
  return before?.matches(".talk__day") ? before : null;
}

// Whoever has the end of the list in sight, or almost, reads on there; what stands below the list does not count.
function isEndNear(list) {
  return list.getBoundingClientRect().bottom - document.documentElement.clientHeight < 200;
}

// Who stands in a message with the keyboard stands in the same place of its new picture, or else at its way to more.
function exchange(known, message) {
  const here = known.contains(document.activeElement) ? document.activeElement : null;
  known.replaceWith(message);
  if (here) {
    const same = [...message.querySelectorAll("a, button")].find((one) => isSame(one, here));
    (same ?? message.querySelector(".message__more"))?.focus({ preventScroll: true });
  }
}

function isSame(one, other) {
  const [mine, theirs] = [one, other].map(({ localName, href, dataset }) => [localName, href, dataset.vote, dataset.says]);
  return mine.join() === theirs.join();
}

function parsed(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector(".message");
}
