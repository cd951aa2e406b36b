/** What an operator can have done. What takes pictures or protection away asks first, and so does what needs a value. */
import {send} from './answers.js';
import {ask} from './ask.js';
import {el} from './dom.js';
import {house} from './state.js';
import {known, t} from './text.js';
import {nameOf} from './tile.js';

const MODELS = 'models';
const ID = '[A-Za-z0-9][A-Za-z0-9._\\-]{0,63}';

/** For each command: whether it asks, whether it is dangerous, and its fields for a processor and a camera or null. */
const COMMANDS = {
  pause: {asks: true, danger: true, fields: cameraOrAll},
  resume: {fields: () => []},
  set_fps: {asks: true, fields: (id, camera) => [
    {name: 'max_fps', label: t('max_fps'), type: 'number', min: 0.00001, max: 1000, step: 'any', required: true,
      value: house.processor.get(id)?.frame_rate},
    ...cameraOrAll(id, camera)]},
  change_model: {asks: true, fields: (id) => [
    {name: 'model_id', label: t('model_id'), type: 'text', required: true, maxlength: 100, list: MODELS,
      value: house.processor.get(id)?.model}]},
  add_stream: {asks: true, fields: () => [
    {name: 'source_id', label: t('source_number'), type: 'number', min: 0, step: 1, required: true},
    {name: 'uri', label: t('uri'), type: 'text', maxlength: 500}]},
  remove_stream: {asks: true, danger: true, fields: (id, camera) => camera != null ? [] : [
    {name: 'source_id', label: t('source_id'), options: cameras(id)}]},
  rename_instance: {asks: true, fields: (id) => [
    {name: 'new_instance_id', label: t('new_instance_id'), type: 'text', pattern: ID, required: true, value: id}]},
};

const NUMBERS = ['source_id', 'max_fps'];

function cameras(id) {
  return (house.processor.get(id)?.cameras ?? []).map((source) => ({
    value: source,
    label: (house.camera.has(source) ? nameOf(house.camera.get(source)) : t('camera', {id: source})).slice(0, 80),
  }));
}

function cameraOrAll(id, camera) {
  if (camera != null) return [];
  return [{name: 'source_id', label: t('source_id'), options: [{value: '', label: t('every_camera')}, ...cameras(id)]}];
}

/** Buttons for a processor as a whole, or for one of its cameras. */
export function actionsFor(id, camera = null) {
  const processor = house.processor.get(id);
  const paused = camera == null ? processor?.state === 'paused' : house.camera.get(camera)?.state === 'paused';
  const some = [paused ? 'resume' : 'pause', 'set_fps',
    ...(camera == null ? ['change_model', 'add_stream', 'remove_stream', 'rename_instance'] : ['remove_stream'])];
  if (camera == null && !paused) some.splice(1, 0, 'resume');
  const whom = camera == null || house.camera.get(camera)?.watched_by?.length < 2 ? null : id;
  return some.map((command) => el('button', {
    type: 'button', 'data-command': command, on: {click: () => run(command, id, camera)},
  }, known('command', command), whom && ` · ${whom}`));
}

async function run(command, id, camera) {
  const {asks, danger, fields} = COMMANDS[command];
  const name = camera == null || !house.camera.has(camera) ? id : `${nameOf(house.camera.get(camera))} · ${id}`;
  let values = {};
  if (asks) {
    const answer = await ask({
      title: `${known('command', command)}: ${name.slice(0, 120)}`,
      text: t(`ask.${command}`),
      fields: fields(id, camera),
      choices: [{value: command, label: known('command', command), danger}],
    });
    if (!answer) return;
    values = answer.values;
  }
  const params = camera == null ? {} : {source_id: camera};
  for (const [field, value] of Object.entries(values)) {
    if (value !== '') params[field] = NUMBERS.includes(field) ? Number(value) : value;
  }
  await send('/commands', {command, target_instances: [id], params}, command, name);
}

/** Reports a fall, in a room or in one that is asked for. */
export async function fall(room = null, name = '') {
  const choices = [{value: 'fall', label: known('command', 'fall'), danger: true}];
  const fields = room != null ? [] : [{name: 'room', label: t('room'), options: roomsToChoose()}];
  const text = room != null ? t('fall_ask', {name}) : '';
  const answer = await ask({title: known('command', 'fall'), text, fields, choices});
  const id = room ?? answer?.values.room;
  if (!answer || id === '') return;
  await send(`/rooms/${id}/fall`, {}, 'fall', name || roomName(id));
}

/** Ends an emergency, with what it was. */
export async function allClear(room, name) {
  const choices = ['real', 'false_alarm', 'test'].map((value) => ({value, label: known('outcome', value)}));
  const answer = await ask({title: known('command', 'assisted'), text: t('clear_ask', {name}), choices});
  if (answer) await send(`/rooms/${room}/assisted`, {outcome: answer.choice}, 'assisted', name);
}

/** A room without a status has the number of its camera. */
function roomsToChoose() {
  const ids = new Set([...house.camera.keys(), ...house.room.keys()]);
  return [...ids].sort((a, b) => a - b).map((id) => ({value: id, label: roomName(id).slice(0, 80)}));
}

export function roomName(id) {
  const camera = house.camera.get(house.room.get(Number(id))?.source_id ?? Number(id));
  return camera?.name || t('room_of', {id});
}
