// The same as down the line, by ordinary requests: where no line comes, for a tab too many, a server that is full or a
// network that lets none through, and where one is open and does not answer.
const AWAY_AFTER = 10_000;
const ANSWER_IN = 20_000;

// A page that looks by itself keeps nobody signed in.
const UNATTENDED = { "Roost-Unattended": "1" };

export class Requests {
  // `begin` is called when there has been no line for so long that these take its place.
  constructor(section, line, begin) {
    this.form = section.querySelector("[data-composer]");
    this.areNeeded = false;
    const wait = () =>
      setTimeout(() => {
        this.areNeeded = true;
        begin();
      }, AWAY_AFTER);
    let waiting = line.connected ? 0 : wait();
    line.on("connect", () => {
      clearTimeout(waiting);
      this.areNeeded = false;
    });
    line.on("disconnect", () => {
      clearTimeout(waiting);
      waiting = wait();
    });
  }

  get address() {
    return `${this.form.action}.json`;
  }

  // All give what an ack would be; nothing where there is no way to the server.
  say(written) {
    const fields = new FormData();
    fields.set("csrf_token", this.form.elements.namedItem("csrf_token").value);
    for (const [name, value] of Object.entries(written)) {
      fields.set(name, value);
    }
    return answerOf(this.address, { method: "POST", body: fields });
  }

  // What is noted leads to the page that is open here, so it is not followed.
  read(seq) {
    const fields = new FormData();
    fields.set("csrf_token", this.form.elements.namedItem("csrf_token").value);
    const noted = { method: "POST", body: fields, redirect: "manual", headers: UNATTENDED };
    return answerOf(new URL(`read/${seq}`, this.form.action), noted);
  }

  since(known) {
    return answerOf(`${this.address}?${new URLSearchParams(known)}`, { headers: UNATTENDED });
  }
}

async function answerOf(address, { headers, ...wish }) {
  const wait = new AbortController();
  const waiting = setTimeout(() => wait.abort(), ANSWER_IN);
  try {
    const answer = await fetch(address, {
      ...wish,
      headers: { Accept: "application/json", ...headers },
      signal: wait.signal,
    });
    return answer.type === "opaqueredirect" ? { ok: true } : ackOf(await answer.json());
  } catch {
    return null;
  } finally {
    clearTimeout(waiting);
  }
}

// Of a refusal an answer has the sentence under `error`, and its name beside it.
export function ackOf(answer) {
  return answer.ok ? answer : { ok: false, error: answer.name ?? "", message: answer.error };
}
