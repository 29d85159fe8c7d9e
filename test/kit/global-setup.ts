import { installPostfix } from './postfix-install.ts';
import { installSlapd } from './slapd-install.ts';

/** Runs once before all test files: makes sure that OpenLDAP and Postfix are there, so that workers only look them up. */
export async function setup(): Promise<void> {
  await installSlapd();
  await installPostfix();
}
