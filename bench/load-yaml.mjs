// The floor for any reader of manifests: read every file below a folder and js-yaml's `load` it, nothing more.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

let members = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) members += load(readFileSync(join(entry.parentPath, entry.name), 'utf8')).members.length;
}
console.log(members);
