/** The one dialog that asks: for values, for an outcome, or whether somebody means it. */
import {byId, el} from './dom.js';
import {t} from './text.js';

const dialog = byId('ask');

/**
 * Asks. Fields are `{name, label, type, value, options, ...attributes of the input}`; choices are the buttons that
 * answer, `{value, label, danger}`.
 *
 * @return a promise of `{choice, values}`, null if it was cancelled
 */
export function ask({title, text, fields = [], choices}) {
  const inputs = fields.map(fieldOf);
  const form = el('form', {method: 'dialog'},
    el('h2', {id: 'ask-title'}, title),
    el('p', {}, text),
    ...inputs.map(({label}) => label),
    el('div', {class: 'buttons'},
      el('button', {type: 'button', class: 'plain', on: {click: () => dialog.close('')}}, t('cancel')),
      ...choices.map(({value, label, danger}) =>
        el('button', {type: 'submit', value, class: danger ? 'danger' : 'main'}, label))));
  dialog.replaceChildren(form);
  dialog.returnValue = '';
  return new Promise((resolve) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      dialog.close(event.submitter?.value ?? choices[0].value);
    });
    dialog.addEventListener('close', () => {
      const values = Object.fromEntries(inputs.map(({name, input}) => [name, input.value.trim()]));
      dialog.replaceChildren();
      resolve(dialog.returnValue === '' ? null : {choice: dialog.returnValue, values});
    }, {once: true});
    dialog.showModal();
  });
}

function fieldOf({name, label, options, value, ...attributes}) {
  const input = options
    ? el('select', {name}, ...options.map((option) => el('option', {value: option.value}, option.label)))
    : el('input', {name, autocomplete: 'off', spellcheck: 'false', ...attributes});
  if (value != null) input.value = value;
  return {name, input, label: el('label', {}, el('span', {}, label), input)};
}
