/** Tabs by the ARIA Authoring Practices pattern: arrow keys, Home and End move; the tab in focus is shown. */
export function enableTabs(tablist) {
  const tabs = [...tablist.querySelectorAll('[role=tab]')];
  for (const tab of tabs) tab.addEventListener('click', () => select(tabs, tab));
  tablist.addEventListener('keydown', (event) => {
    const next = tabs[nextIndex(event.key, tabs.indexOf(document.activeElement), tabs.length)];
    if (!next) return;
    event.preventDefault();
    select(tabs, next);
    next.focus();
  });
}

export function nextIndex(key, current, length) {
  const moves = {
    ArrowRight: (current + 1) % length,
    ArrowLeft: (current - 1 + length) % length,
    Home: 0,
    End: length - 1,
  };
  return moves[key] ?? -1;
}

function select(tabs, chosen) {
  for (const tab of tabs) {
    const on = tab === chosen;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = !on;
  }
}
