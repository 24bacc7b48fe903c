// What runs without a page: shows that something is new, and leads to it.
const NOTICES = "/notices";

self.addEventListener("push", (event) => {
  const said = read(event.data);
  const shown = { tag: "news", renotify: true, icon: "favicon.svg", data: said.path };
  event.waitUntil(self.registration.showNotification(said.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

function read(data) {
  try {
    const { title, path } = data.json();
    return { title: String(title), path: path === NOTICES ? path : "/" };
  } catch {
    return { title: "Roost", path: NOTICES };
  }
}

// A window that is open already goes there; else a new one.
async function open(path) {
  const windows = await self.clients.matchAll({ type: "window" });
  for (const each of windows) {
    try {
      await each.focus();
      return await each.navigate(path);
    } catch {
      // Not a window that this worker looks after.
    }
  }
  return self.clients.openWindow(path);
}
