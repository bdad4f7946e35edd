// Keeps the last edition for when there is no network: pages that were read, and what they are made of. Never the API.
const CACHE = 'coranto-VERSION', MOST = 60;
const front = registration.scope, lost = front + 'offline/', first = [front, lost, front + 'yours/'];
const own = 'FILES'.split(' ').map(name => front + 'static/' + name + '?v=VERSION');

addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  await cache.addAll([...first, ...own]);
  await skipWaiting();
})()));

// A new version takes over the pages, not the old version's style.
addEventListener('activate', e => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('coranto-') && name !== CACHE) await caches.delete(name);
  await clients.claim();
})()));

const page = async request => {
  const cache = await caches.open(CACHE), to = request.url.split('#')[0];
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && /^text.html/.test(answer.headers.get('content-type'))) {
      await cache.put(to, answer.clone());
      const kept = (await cache.keys()).filter(one => !first.includes(one.url) && !one.url.includes('/static/'));
      await Promise.all(kept.slice(0, Math.max(0, kept.length - MOST)).map(one => cache.delete(one)));
    }
    return answer;
  } catch {
    return await cache.match(to, { ignoreVary: true }) || Response.redirect(lost);
  }
};

addEventListener('fetch', e => {
  const to = new URL(e.request.url);
  if (e.request.method !== 'GET' || !to.href.startsWith(front)) return;
  const path = to.href.slice(front.length);
  if (e.request.mode === 'navigate' && !/^(api|density)\//.test(path)) e.respondWith(page(e.request));
  else if (path.startsWith('static/')) {
    e.respondWith(caches.match(e.request, { ignoreVary: true }).then(kept => kept || fetch(e.request)));
  }
});
