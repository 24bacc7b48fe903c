// Photos or a document with a message: handed over while the page stays, so that what was written is kept if it fails.
const GIVE_UP_IN = 120_000;

export class Files {
  constructor(form) {
    this.form = form;
    this.part = form.querySelector("[data-files]");
    this.shown = form.querySelector("[data-sending]");
  }

  get areChosen() {
    return Boolean(this.part && this.form.elements.namedItem("files").files.length);
  }

  // Sends the whole form under one name, however often it is tried; gives the answer, or throws what to say.
  async send(clientId) {
    const fields = new FormData(this.form);
    fields.set("client_id", clientId);
    this.busy(true);
    this.say("");
    try {
      return await posted(`${this.form.action}.json`, fields, (part) => this.progress(part));
    } catch (wrong) {
      this.say(wrong.message || this.shown.dataset.lost);
      throw wrong;
    } finally {
      this.busy(false);
    }
  }

  empty() {
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
    this.form.querySelector("[type='submit']").disabled = isBusy;
    this.shown.querySelector("progress").hidden = !isBusy;
    this.progress(0);
  }

  progress(part) {
    this.shown.querySelector("progress").value = part;
  }

  say(words) {
    this.shown.querySelector("[data-wrong]").textContent = words;
  }
}

// Not by fetch, which does not tell how far an upload has come.
function posted(address, fields, told) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.timeout = GIVE_UP_IN;
    request.upload.addEventListener("progress", ({ loaded, total }) => told(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer?.ok) {
        done(answer);
      } else {
        failed(new Error(answer?.error ?? ""));
      }
    });
    for (const lost of ["error", "timeout", "abort"]) {
      request.addEventListener(lost, () => failed(new Error("")));
    }
    request.send(fields);
  });
}
