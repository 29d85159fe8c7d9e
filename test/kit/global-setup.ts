import { installSlapd } from './slapd-install.ts';

/** Runs once before all test files: makes sure that OpenLDAP is there, so that workers only look it up. */
export async function setup(): Promise<void> {
  await installSlapd();
}
