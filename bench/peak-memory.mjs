// Preloaded into measured Node programs: writes the peak resident size in KiB to the file named in BENCH_PEAK_FILE.
import { writeFileSync } from 'node:fs';

const file = process.env.BENCH_PEAK_FILE;
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
