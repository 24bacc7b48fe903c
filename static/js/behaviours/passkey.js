// A form whose answer comes from the person's device: it makes a passkey, or shows one, and the form goes with what it
// said. It stays hidden where a browser cannot, and at an address of figures alone, for which no device makes passkeys.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

const FIGURES = /^[\d.]+$|^\[/;
const CEREMONIES = { create: startRegistration, get: startAuthentication };

export function passkey(form) {
  if (!browserSupportsWebAuthn() || FIGURES.test(window.location.hostname)) {
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = form.elements.namedItem("name");
    if (name && !name.value.trim()) {
      // The page comes back and asks for it, before a device makes anything.
      form.submit();
      return;
    }
    const answer = await answerTo(form).catch(() => null);
    form.querySelector("[data-refused]").hidden = Boolean(answer);
    if (answer) {
      form.elements.answer.value = JSON.stringify(answer);
      form.submit();
    }
  });
}

// Asked for by the person's own press: it keeps them signed in as any page does.
async function answerTo(form) {
  const asked = await fetch(form.dataset.challenge, { method: "POST", body: new FormData(form) });
  if (!asked.ok || asked.redirected) {
    throw new Error("no challenge");
  }
  return CEREMONIES[form.dataset.ceremony]({ optionsJSON: await asked.json() });
}
