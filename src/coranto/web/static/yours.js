// The page of the reader's own choices: what was kept in this browser, and one feed address of all that is followed.
(() => {
  const root = document.documentElement, top = new URL('..', document.currentScript.src), yours = document.querySelector('.yours');
  const out = yours.querySelector('output'), at = path => new URL(path, top).href;
  const kept = (name, value) => {
    try {
      if (value) localStorage[name] = JSON.stringify(value);
      return JSON.parse(localStorage[name] || '[]');
    } catch { return []; }
  };
  const add = (to, name, text, set) => to.appendChild(Object.assign(document.createElement(name), { textContent: text }, set));
  const feed = async () => {
    const parts = kept('follow').map(one => one.id.split(':')), whole = at('follow/feed.atom?' + new URLSearchParams(parts));
    const live = parts.length && await fetch(whole, { method: 'HEAD', signal: AbortSignal.timeout(2000) }).then(answer => answer.ok, () => false);
    const addresses = live ? [whole] : parts.map(([kind, id]) => at((kind === 'topic' ? 't/' : 's/') + id + '/feed.atom'));
    out.replaceChildren();
    addresses.forEach(href => add(add(out, 'p', ''), 'a', href, { href }));
  };
  const list = name => kept(name).forEach(one => {
    const li = add(yours.querySelector('#' + name), 'li', '');
    add(li, 'a', one.title, { href: at(one.to), dir: 'auto' });
    add(li, 'button', root.dataset.says.split('|')[10], { type: 'button', onclick: () => {
      kept(name, kept(name).filter(other => other.id !== one.id));
      li.remove();
      feed();
    } });
  });
  list('follow');
  list('later');
  const words = yours.querySelector('textarea');
  words.value = kept('hide').map(one => one.id).join('\n');
  words.onchange = () => kept('hide', words.value.split('\n').map(id => id.trim()).filter(Boolean).map(id => ({ id })));
  yours.querySelectorAll('select').forEach(select => {
    select.value = localStorage[select.name] || '';
    select.onchange = () => {
      if (select.value) localStorage[select.name] = root.dataset[select.name] = select.value;
      else { localStorage.removeItem(select.name); location.reload(); }
    };
  });
  feed().then(() => { yours.hidden = false; });  // shown whole, so that nothing moves
})();
