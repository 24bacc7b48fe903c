// Photos or a document with a message: handed over while the page stays, so that what was written is kept if it fails.
import { newId } from "./ids.js";
import { ackOf } from "./requests.js";

// However long a large file takes: only when nothing of it gets through any more.
const SILENT_FOR = 120_000;

export class Files {
  constructor(form) {
    this.form = form;
    this.part = form.querySelector("[data-files]");
    this.shown = form.querySelector("[data-sending]");
    this.sure = form.querySelector("[data-sure]");
    this.isBusy = false;
    this.tried = "";
    this.clientId = "";
    for (const kind of ["input", "change"]) {
      form.addEventListener(kind, () => this.forget());
    }
  }

  get areChosen() {
    return Boolean(this.part && this.form.elements.namedItem("files").files.length);
  }

  // Sends the whole form, which nobody changes meanwhile; gives the answer, or says what is wrong and gives nothing.
  async send(isSure) {
    if (this.isBusy) {
      return null;
    }
    const fields = new FormData(this.form);
    fields.set("client_id", this.nameOf(fields));
    if (isSure) {
      fields.set("sure", "y");
    }
    this.busy(true);
    this.say("");
    const answer = await posted(`${this.form.action}.json`, fields, (part) => this.progress(part));
    this.busy(false);
    if (!answer?.ok) {
      this.say(answer?.message || this.shown.dataset.lost, answer?.error.endsWith("nudge"));
      return null;
    }
    this.empty();
    return answer;
  }

  // Sent again as it was, it is the same message; changed since, it is another: the first may have arrived.
  nameOf(fields) {
    const written = [...fields].filter(([name]) => name !== "csrf_token" && name !== "client_id");
    const tried = JSON.stringify(written.map(([name, value]) => [name, asTold(value)]));
    if (tried !== this.tried) {
      this.tried = tried;
      this.clientId = newId();
    }
    return this.clientId;
  }

  empty() {
    this.tried = "";
    for (const name of ["files", "description"]) {
      const field = this.form.elements.namedItem(name);
      if (field) {
        field.value = "";
      }
    }
    const consent = this.form.elements.namedItem("consent");
    if (consent) {
      consent.checked = false;
    }
    this.part.open = false;
  }

  busy(isBusy) {
    this.isBusy = isBusy;
    // Not switched off, which would take the keyboard of a phone away.
    this.form.elements.namedItem("body").readOnly = isBusy;
    for (const one of [...this.part.querySelectorAll("input"), ...this.form.querySelectorAll("[type='submit']")]) {
      one.disabled = isBusy;
    }
    this.shown.querySelector("progress").hidden = !isBusy;
    this.progress(0);
  }

  progress(part) {
    this.shown.querySelector("progress").value = part;
  }

  // What was refused is not what stands in the form any more, and "Send anyway" was about that.
  forget() {
    if (this.part && !this.isBusy) {
      this.say("");
    }
  }

  say(words, isNudge = false) {
    this.shown.querySelector("[data-wrong]").textContent = words;
    this.sure.hidden = !isNudge;
  }
}

function asTold(value) {
  return value instanceof File ? [value.name, value.size, value.lastModified] : value;
}

// Not by fetch, which does not tell how far an upload has come. Gives what an ack would be; nothing where none came.
function posted(address, fields, told) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENT_FOR);
    };
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      heard();
      told(total ? loaded / total : 0);
    });
    request.addEventListener("loadend", () => {
      clearTimeout(silence);
      done(request.response && ackOf(request.response));
    });
    heard();
    request.send(fields);
  });
}
