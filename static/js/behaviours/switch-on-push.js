// A button that lets this browser listen for pushes: the person is asked, and the form goes with what the browser gave.
// It stays hidden where a browser cannot.
export function switchOnPush(form) {
  if (!("serviceWorker" in navigator && "PushManager" in window)) {
    return;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = await listen(form.dataset.key).catch(() => null);
    form.querySelector("[data-refused]").hidden = Boolean(given);
    if (given) {
      const { endpoint, keys } = given.toJSON();
      Object.assign(form.elements.endpoint, { value: endpoint });
      Object.assign(form.elements.p256dh, { value: keys.p256dh });
      Object.assign(form.elements.auth, { value: keys.auth });
      form.submit();
    }
  });
}

async function listen(key) {
  const { pushManager } = await navigator.serviceWorker.ready;
  // What listened before was for somebody else, or for a key of old.
  const before = await pushManager.getSubscription();
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}
