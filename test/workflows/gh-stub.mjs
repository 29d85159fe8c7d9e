#!/usr/bin/env node
// Stands for `gh api` in the tests: comments, issues and labels in a JSON file. The token says what it may do.
import { readFileSync, writeFileSync } from 'node:fs';

const [command, ...words] = process.argv.slice(2);
const file = process.env.GH_STUB_STATE;
const state = JSON.parse(readFileSync(file, 'utf8'));
const { method, path, body } = parse(words);
if (command !== 'api') refuse(400, `no command ${command}`);
const [url, query = ''] = path.split('?');
const page = Number(new URLSearchParams(query).get('page') ?? 1);
const author = { login: 'github-actions[bot]', type: 'Bot' };
const routes = [
  [
    'GET',
    /^repos\/o\/r\/issues\/(\d+)\/comments$/,
    (number) => list(state.comments.filter((one) => one.issue === number)),
  ],
  [
    'POST',
    /^repos\/o\/r\/issues\/(\d+)\/comments$/,
    (number) => add(state.comments, { issue: number, body: body.body }, ['pull-requests', 'issues']),
  ],
  [
    'PATCH',
    /^repos\/o\/r\/issues\/comments\/(\d+)$/,
    (id) => edit(state.comments, 'id', id, ['pull-requests', 'issues']),
  ],
  ['DELETE', /^repos\/o\/r\/issues\/comments\/(\d+)$/, (id) => drop(id)],
  ['GET', /^repos\/o\/r\/issues$/, () => list(state.issues.filter(matches))],
  ['POST', /^repos\/o\/r\/issues$/, () => addIssue()],
  ['PATCH', /^repos\/o\/r\/issues\/(\d+)$/, (number) => edit(state.issues, 'number', number, ['issues'])],
  ['POST', /^repos\/o\/r\/labels$/, () => addLabel()],
];
const found = routes.find(([one, pattern]) => one === method && pattern.test(url));
if (found === undefined) refuse(404, `Not Found: ${method} ${url}`);
const [, pattern, act] = found;
const answer = act(...pattern.exec(url).slice(1).map(Number));
state.requests.push(`${method} ${url}`);
writeFileSync(file, JSON.stringify(state));
process.stdout.write(answer === undefined ? '' : JSON.stringify(answer));

function parse(list) {
  const at = list.indexOf('--method');
  const input = list.includes('--input') ? JSON.parse(readFileSync(0, 'utf8')) : undefined;
  if (input?.body?.length > 65536) refuse(422, 'body is too long');
  return { method: list[at + 1], path: list[at + 2], body: input };
}

function need(rights) {
  const token = JSON.parse(process.env.GH_TOKEN ?? '{}');
  if (!rights.some((right) => token[right] === 'write')) refuse(403, 'Resource not accessible by integration');
}

function list(items) {
  return items.slice((page - 1) * 100, page * 100);
}

function matches({ state: now, labels }) {
  const wanted = new URLSearchParams(query);
  return now === wanted.get('state') && labels.includes(wanted.get('labels'));
}

function add(items, item, rights) {
  need(rights);
  state.last += 1;
  items.push({ id: state.last, user: author, ...item });
  return items.at(-1);
}

function addIssue() {
  state.last += 1;
  return add(state.issues, { number: state.last, state: 'open', ...body }, ['issues']);
}

function addLabel() {
  need(['issues']);
  if (state.labels.includes(body.name)) refuse(422, 'already_exists');
  state.labels.push(body.name);
  return {};
}

function edit(items, key, value, rights) {
  need(rights);
  const item = items.find((one) => one[key] === value);
  if (item === undefined) refuse(404, 'Not Found');
  return Object.assign(item, body);
}

function drop(id) {
  need(['pull-requests', 'issues']);
  state.comments = state.comments.filter((one) => one.id !== id);
}

function refuse(status, message) {
  process.stderr.write(`gh: ${message} (HTTP ${status})\n`);
  process.exit(1);
}
