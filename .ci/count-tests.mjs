// Prints "N passed, N failed, N skipped" from vitest's JSON report. Exit 1 unless something passed and nothing else happened.
import { readFileSync } from 'node:fs';

const report = readReport(process.argv[2] ?? '');
const count = (...statuses) =>
  report.testResults.flatMap((file) => file.assertionResults).filter((test) => statuses.includes(test.status)).length;

// A file that cannot even be loaded has no tests to count: it counts as one failure.
const brokenFiles = report.testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some(isFailed),
);
const passed = count('passed');
const failed = count('failed') + brokenFiles.length;
const skipped = count('skipped', 'pending', 'todo', 'disabled');

if (!report.success) console.error('The test run as a whole did not succeed.');
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = report.success && passed > 0 && failed === 0 && skipped === 0 ? 0 : 1;

function isFailed(test) {
  return test.status === 'failed';
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.error('The tests left no report.');
    return { success: false, testResults: [] };
  }
}
