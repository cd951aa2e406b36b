/** Small helpers for elements. Text becomes text nodes, never markup. */

export const byId = (id) => document.getElementById(id);

/** An element with attributes (false and null are left out), listeners in `on`, and children. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (value !== false && value != null) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

/** Text that came from elsewhere: isolated, so that its direction changes nothing around it. */
export function foreign(text, kind = 'foreign') {
  return el('bdi', {class: kind}, String(text ?? '').slice(0, 300));
}

/** Sets text only if it changed, so that nothing is laid out or announced in vain. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Replaces children by new ones if the key, which says all that they depend on, changed. */
export function setChildren(element, key, make) {
  if (element.madeOf === key) return;
  element.madeOf = key;
  element.replaceChildren(...make());
}

export function setData(element, name, value) {
  if (element.dataset[name] !== String(value)) element.dataset[name] = value;
}

/** Number of ms until what is called with `run` may be called again, the last call wins. */
export function gathered(delayMs, run) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      run();
    }, delayMs);
  };
}
