// The page of the reader's own choices: what was kept in this browser, and one feed address of all that is followed.
(() => {
  const { add, flip, kept, says, top } = globalThis.paper, yours = document.querySelector('.yours'), root = document.documentElement;
  const out = yours.querySelector('output'), at = path => new URL(path, top).href;
  const feed = async () => {
    const parts = kept('follow').map(one => one.id.split(':')), whole = at('follow/feed.atom?' + new URLSearchParams(parts));
    const live = parts.length && await fetch(whole, { method: 'HEAD' }).then(answer => answer.ok, () => false);
    const addresses = live ? [whole] : parts.map(([kind, id]) => at((kind === 'topic' ? 't/' : 's/') + id + '/feed.atom'));
    out.replaceChildren();
    addresses.forEach(href => add(add(out, 'p', ''), 'a', href, { href }));
  };
  const list = name => kept(name).forEach(one => {
    const li = add(yours.querySelector('#' + name), 'li', '');
    add(li, 'a', one.title, { href: at(one.to), dir: 'auto' });
    add(li, 'button', says[10], { type: 'button', onclick: () => { flip(name, one); li.remove(); feed(); } });
  });
  list('follow');
  list('later');
  feed();
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
  yours.hidden = false;
})();
