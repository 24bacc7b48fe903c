// What runs without a page: the page that says one is offline, and pushes. It keeps built files and that one page,
// never a page with anything about anybody.
const OFFLINE = "/offline";
const NOTICES = "/notices";
const FILES = BUILT_FILES;
const CACHE = "roost";

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(kept(request).then((found) => found ?? fetch(request)));
  }
});

self.addEventListener("push", (event) => {
  const said = read(event.data);
  const shown = { tag: "news", renotify: true, icon: "favicon.svg", data: said.path };
  event.waitUntil(self.registration.showNotification(said.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});

// A file has a new name whenever its content changes: what is there already is good.
async function keepAll() {
  const cache = await caches.open(CACHE);
  const there = await paths(cache);
  await cache.addAll(FILES.filter((file) => !there.includes(file)));
  // Fetched as nobody, so that no name and no token of whoever is signed in can be in it.
  await cache.add(new Request(OFFLINE, { credentials: "omit", cache: "reload" }));
}

async function forgetOld() {
  const cache = await caches.open(CACHE);
  const old = (await paths(cache)).filter((file) => file !== OFFLINE && !FILES.includes(file));
  await Promise.all(old.map((file) => cache.delete(file)));
}

async function paths(cache) {
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}

async function kept(request) {
  return (await caches.open(CACHE)).match(request);
}

function read(data) {
  try {
    const { title, path } = data.json();
    return { title: String(title), path: path === NOTICES ? path : "/" };
  } catch {
    return { title: "Roost", path: NOTICES };
  }
}

// A window that is open already is told, and goes there where nothing that is written in it is lost; else a new one.
async function open(path) {
  const windows = await self.clients.matchAll({ type: "window" });
  for (const each of windows) {
    try {
      await each.focus();
      each.postMessage({ path });
      return each;
    } catch {
      // Not a window that this worker looks after.
    }
  }
  return self.clients.openWindow(path);
}
